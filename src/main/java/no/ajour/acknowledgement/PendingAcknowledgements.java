package no.ajour.acknowledgement;

import java.time.Instant;
import java.util.List;
import no.ajour.delivery.Column;
import no.ajour.delivery.Pending;
import no.ajour.run.Run;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a run has to acknowledge: journaled, in the newest version that is stored. */
final class PendingAcknowledgements implements Pending<Acknowledgement> {
    private final JdbcClient jdbc;
    private final Run run;
    private final boolean stored;
    private final int size;

    /**
     * @param stored whether what is stored counts as journaled
     * @param size how many are claimed at a time
     */
    PendingAcknowledgements(JdbcClient jdbc, Run run, boolean stored, int size) {
        this.jdbc = jdbc;
        this.run = run;
        this.stored = stored;
        this.size = size;
    }

    // A row that the EHR is marking at this moment is locked by it, and left to the next run. What counted as journaled
    // because it was stored counts only while the tenant's choice stands. Events are looked up one by one, as
    // AcknowledgementTable says.
    @Override
    public List<Acknowledgement> claim(Instant now) {
        var claimed = AcknowledgementState.PENDING.after(new Outcome.Claimed());
        return jdbc.sql("""
                        with due as (
                            select a.event_id, e.resource_type, e.resource_id
                            from ajour.acknowledgement a
                            cross join lateral (
                                select resource_type, resource_id from ajour.event
                                where id = a.event_id and version = a.journaled_version offset 0) e
                            where a.tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                              and a.state = 'pending' and (a.marked_by = 'ehr' or :stored)
                            order by a.event_id
                            limit :size
                            for update of a skip locked
                        )
                        update ajour.acknowledgement a
                        set state = :claimed, sending_at = :now, attempts = a.attempts + 1,
                            synced_at = :now, run_id = :run
                        from due
                        where a.event_id = due.event_id
                        returning a.event_id, due.resource_type, due.resource_id
                        """)
                .param("tenant", run.tenant())
                .param("stored", stored)
                .param("size", size)
                .param("claimed", claimed.column())
                .param("now", AcknowledgementTable.utc(now))
                .param("run", run.id())
                .query((row, number) ->
                        new Acknowledgement(row.getLong(1), row.getString(2), row.getString(3), claimed, now))
                .list();
    }

    // Nor need they wait for JFT to settle.
    @Override
    public void giveBack(List<Acknowledgement> unsent) {
        jdbc.sql("""
                        update ajour.acknowledgement
                        set state = 'pending', sending_at = null, attempts = attempts - 1
                        where event_id = any (:events) and state = 'sending'
                        """).param("events", Column.ids(unsent)).update();
    }
}
