package no.ajour.refresh;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import no.ajour.position.Position;
import no.ajour.position.Positions;
import no.ajour.run.Line;
import no.ajour.run.Remarks;
import no.ajour.run.Run;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Patients for whom another job has stored something new, for a job whose API has no list of changes of its own: who has a
 * new event, or has become active on Helsenorge, is who is likely to have changed there too.
 *
 * <p>The job follows our own change feed as an EHR does, with a position for each tenant. So what is stored while it runs,
 * or by a transaction that commits late, is asked about by the next run, and nothing is asked about twice.
 */
public final class ChangedPatients {
    /** The position's name; its value is a cursor of the change feed. */
    static final String POSITION = "changes";

    // One statement, so that the new place is that of the snapshot in which the changes were looked for.
    private static final String REQUEST = """
            with place as (
                select ajour.era() as era, pg_snapshot_xmin(pg_current_snapshot()) as xid,
                       pg_snapshot_xmax(pg_current_snapshot()) as newest
            ), position as (
                select parts.era, parts.xid
                from place, ajour.cursor_parts(coalesce(:cursor::text, place.era || '-' || place.xid || '-0')) as parts
            ), gap as (
                select (p.era, p.xid) <= (f.pruned_era, f.pruned_xid)
                       or p.era > place.era or p.era = place.era and p.xid > place.newest as is_there
                from ajour.feed f, position p, place
            ), told as (
                select distinct c.patient_id
                from ajour.change c, position p, place
                where c.tenant_id = :tenant and (c.era, c.xid) >= (p.era, p.xid)
                  and (c.era < place.era or c.xid < place.xid)
                  and c.kind in ('events', 'digital_active_status') and not c.same_content
            ), requested as (
                insert into ajour.refresh_request (job, tenant_id, patient_id, reason, requested_at, run_id)
                select :job, p.tenant_id, p.id, 'changed', :now, :run
                from told
                join ajour.patient p on p.id = told.patient_id and p.tenant_id = :tenant and p.listed
                order by p.id
                on conflict (job, tenant_id, patient_id) do update
                    set request_id = default, requested_at = excluded.requested_at, run_id = excluded.run_id
                returning xmax = 0 as is_new
            )
            select place.era || '-' || place.xid || '-0', (select count(*) from requested where is_new),
                   coalesce((select is_there from gap), false)
            from place
            """;

    private final JdbcClient jdbc;
    private final Positions positions;
    private final RefreshRequests requests;
    private final Remarks remarks;

    private record Found(String place, long requested, boolean gap) {}

    public ChangedPatients(JdbcClient jdbc, Positions positions, RefreshRequests requests, Remarks remarks) {
        this.jdbc = jdbc;
        this.positions = positions;
        this.requests = requests;
        this.remarks = remarks;
    }

    /**
     * Requests them, and moves the position, in the caller's transaction. At first nobody, since everyone is yet to be asked
     * about; and everyone when changes have been missed.
     */
    public void request(Run run, Tenant tenant, short tenantId, Instant now, Tally tally) {
        String cursor = positions
                .find(run.job(), run.tenant(), POSITION)
                .map(Position::value)
                .orElse(null);
        var found = look(run, tenantId, cursor, now);
        long requested = found.requested();
        if (found.gap()) {
            remarks.add(
                    run,
                    "Everyone is asked about: changes since the job's last run are kept no more, or the database has"
                            + " lost some.");
            requested = requests.everyone(run, tenant, "gap", now).requests();
        }
        tally.add(Line.REQUESTED, requested);
        positions.move(run, POSITION, cursor, found.place());
    }

    private Found look(Run run, short tenant, @Nullable String cursor, Instant now) {
        return jdbc.sql(REQUEST)
                .param("job", run.job())
                .param("run", run.id())
                .param("tenant", tenant)
                .param("cursor", cursor, Types.VARCHAR)
                .param("now", Timestamp.from(now))
                .query((row, number) -> new Found(row.getString(1), row.getLong(2), row.getBoolean(3)))
                .single();
    }
}
