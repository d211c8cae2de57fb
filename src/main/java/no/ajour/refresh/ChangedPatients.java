package no.ajour.refresh;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import no.ajour.run.Run;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Patients for whom another job has stored something new since an API was asked about them that has no list of changes of
 * its own. Who has a new event, or has become active on Helsenorge, is who is likely to have changed there too. The job
 * keeps in {@code ajour.asked} when it asked.
 */
public final class ChangedPatients {
    // A change has the time of its statement and is seen when its transaction ends, which may be later than the call.
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(10);

    private static final String REQUEST = """
            insert into ajour.refresh_request (job, tenant_id, patient_id, reason, requested_at, run_id)
            select :job, p.tenant_id, p.id, 'changed', :now, :run
            from (select patient_id, max(changed_at) as changed_at
                  from ajour.change
                  where tenant_id = :tenant and kind in ('events', 'digital_active_status') and patient_id is not null
                  group by patient_id) c
            join ajour.patient p on p.id = c.patient_id and p.tenant_id = :tenant and p.listed
            join ajour.asked a on a.job = :job and a.patient_id = p.id
            where c.changed_at > a.asked_at - :margin * interval '1 second'
            order by p.id
            on conflict do nothing
            """;

    private final JdbcClient jdbc;
    private final String job;

    /** @param job whose requests are written, and who asked */
    public ChangedPatients(JdbcClient jdbc, String job) {
        this.jdbc = jdbc;
        this.job = job;
    }

    /** Requests them. Returns how many had no request yet. */
    public int request(Run run, short tenant, Instant now) {
        return jdbc.sql(REQUEST)
                .param("job", job)
                .param("run", run.id())
                .param("tenant", tenant)
                .param("now", Timestamp.from(now))
                .param("margin", LONGEST_TRANSACTION.toSeconds())
                .update();
    }
}
