package no.ajour.outgoing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import no.ajour.delivery.Column;
import no.ajour.delivery.Pending;
import no.ajour.run.Run;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a run has to submit: queued events that are fit, each once, also those that it puts back.
 *
 * <p>Of events with the same identifier only one is under way at a time: while the answer of one is missing, what JFT has
 * by that identifier could be either.
 */
final class QueuedEvents implements Pending<OutgoingEvent> {
    private final JdbcClient jdbc;
    private final Run run;
    private final int size;
    private long last = Long.MIN_VALUE;

    /** @param size how many are claimed at a time */
    QueuedEvents(JdbcClient jdbc, Run run, int size) {
        this.jdbc = jdbc;
        this.run = run;
        this.size = size;
    }

    // A row that the EHR is withdrawing at this moment is locked by it, and left to the next run.
    @Override
    public List<OutgoingEvent> claim(Instant now) {
        var state = OutgoingState.QUEUED.after(new Outcome.Claimed());
        var claimed = jdbc
                .sql("""
                        with due as (
                            select o.id, o.stable_key
                            from ajour.outgoing_event o
                            where o.tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                              and o.state = 'queued' and o.checked_at is not null and o.id > :after
                              and not exists (
                                  select from ajour.outgoing_event other
                                  where other.tenant_id = o.tenant_id and other.stable_key = o.stable_key
                                    and other.resource_id is null and other.state in ('sending', 'accepted'))
                            order by o.id
                            limit :size
                            for update of o skip locked
                        )
                        update ajour.outgoing_event o
                        set state = :claimed, sending_at = :now, attempts = o.attempts + 1,
                            synced_at = :now, run_id = :run
                        from (select distinct on (stable_key) id from due order by stable_key, id) as first
                        where o.id = first.id
                        returning o.id, o.resource_type, o.state, o.sending_at as since, o.resource_id, o.stable_key,
                                  o.attempts, o.source_system, o.added_identifier, o.resend, o.failed_ids
                        """)
                .param("tenant", run.tenant())
                .param("after", last)
                .param("size", size)
                .param("claimed", state.column())
                .param("now", OutgoingTable.utc(now))
                .param("run", run.id())
                .query(OutgoingTable::row)
                .list()
                .stream()
                .sorted(Comparator.comparingLong(OutgoingEvent::id))
                .toList();
        if (!claimed.isEmpty()) {
            last = claimed.getLast().id();
        }
        return claimed;
    }

    @Override
    public void giveBack(List<OutgoingEvent> unsent) {
        jdbc.sql("""
                        update ajour.outgoing_event
                        set state = 'queued', sending_at = null, attempts = attempts - 1
                        where id = any (:ids) and state = 'sending'
                        """).param("ids", Column.ids(unsent)).update();
    }
}
