package no.ajour.refresh;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import no.ajour.run.Run;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A job's rows of {@code ajour.refresh_request}: patients to ask an API about. */
public final class RefreshRequests {

    /**
     * What a set-based request came to.
     *
     * @param persons on the lists, counted by the join
     * @param requests written for them, counted by the insert; the two must agree
     * @param strangers numbers that belong to nobody in the table; there can be none
     */
    public record Requested(long persons, long requests, long strangers) {}

    /** A patient to ask about. The number is for the request to the API only. */
    public record Queued(long patientId, long requestId, String nin) {
        @Override
        public String toString() {
            return "patient " + patientId;
        }
    }

    // A request that waits already is renewed, so that an answer under way, which may be older, does not settle it.
    private static final String UPSERT = """
            , requested as (
                insert into ajour.refresh_request as r (job, tenant_id, patient_id, reason, requested_at, run_id)
                select :job, tenant_id, id, :reason, :now, :run from person where listed order by id
                on conflict (job, tenant_id, patient_id) do update
                    set request_id = default, requested_at = excluded.requested_at, run_id = excluded.run_id,
                        reason = case
                            when array_position(array['changed', 'listed', 'gap', 'full', 'retry', 'resync'], r.reason)
                               < array_position(array['changed', 'listed', 'gap', 'full', 'retry', 'resync'],
                                                excluded.reason)
                            then excluded.reason else r.reason end
                returning 1)
            select count(*) filter (where listed), (select count(*) from requested), count(*) filter (where id is null)
            from person
            """;

    private static final String CHANGED = """
            with person as (
                select p.tenant_id, p.id, p.listed
                from pg_temp.changed_number c
                left join ajour.patient p on p.nin = c.nin)
            """ + UPSERT;

    private static final String EVERYONE = """
            with person as (
                select tenant_id, id, listed from ajour.patient
                where listed and tenant_id = any (
                    array(select id from ajour.tenant where :orgnr::text is null or orgnr = :orgnr::text)))
            """ + UPSERT;

    // The table of those who have been asked about, which is the job's own.
    private static final String KEPT = "{kept}";

    private static final String NEVER_ASKED = """
            insert into ajour.refresh_request (job, tenant_id, patient_id, reason, requested_at, run_id)
            select :job, p.tenant_id, p.id, 'listed', :now, :run
            from ajour.patient p
            left join {kept} d on d.patient_id = p.id
            where p.tenant_id = :tenant and p.listed and (d.patient_id is null or p.listed_at > d.synced_at)
              and not exists (select from ajour.refresh_request r
                              where r.job = :job and r.tenant_id = p.tenant_id and r.patient_id = p.id)
            order by p.id
            on conflict do nothing
            """;

    private static final String OLD = """
            insert into ajour.refresh_request (job, tenant_id, patient_id, reason, requested_at, run_id)
            select :job, p.tenant_id, p.id, 'gap', :now, :run
            from ajour.patient p
            join {kept} d on d.patient_id = p.id
            where p.tenant_id = :tenant and p.listed and d.synced_at <= :before
              and not exists (select from ajour.refresh_request r
                              where r.job = :job and r.tenant_id = p.tenant_id and r.patient_id = p.id)
            order by p.id
            on conflict do nothing
            """;

    // A letter is renewed by each failure, so that a patient who goes on failing is asked about once in a while.
    private static final String FAILED = """
            insert into ajour.refresh_request (job, tenant_id, patient_id, reason, requested_at, run_id)
            select :job, p.tenant_id, p.id, 'retry', :now, :run
            from ajour.dead_letter l
            join ajour.patient p on l.record = 'patient ' || p.id and p.tenant_id = :tenant and p.listed
            where l.job = :job and l.tenant = :orgnr and l.state = :state
              and l.last_seen <= clock_timestamp() - :after * interval '1 second'
            order by p.id
            on conflict do nothing
            """;

    private static final String ONE = """
            insert into ajour.refresh_request (job, tenant_id, patient_id, reason, requested_at, run_id)
            select :job, tenant_id, id, 'resync', :now, :run
            from ajour.patient where id = :patient and tenant_id = :tenant and listed
            on conflict do nothing
            """;

    private static final String SINCE = """
            insert into ajour.refresh_request (job, tenant_id, patient_id, reason, requested_at, run_id)
            select :job, p.tenant_id, p.id, 'resync', :now, :run
            from ajour.patient p
            join {kept} d on d.patient_id = p.id
            where p.tenant_id = :tenant and p.listed and d.synced_at >= :since
            order by p.id
            on conflict do nothing
            """;

    private static final String LETTERS_OF_DELISTED = """
            select l.record
            from ajour.dead_letter l
            join ajour.patient p on l.record = 'patient ' || p.id and p.tenant_id = :tenant and not p.listed
            where l.job = :job and l.tenant = :orgnr and l.state in ('unresolved', 'retrying')
            """;

    private static final String DROP_DELISTED = """
            delete from ajour.refresh_request r
            where r.job = :job and r.tenant_id = :tenant
              and not exists (select from ajour.patient p where p.id = r.patient_id and p.listed)
            """;

    // No further than asked: a list of a million is as long as need be.
    private static final String WAITING = """
            select count(*) from (
                select from ajour.refresh_request where job = :job and tenant_id = :tenant limit :most) r
            """;

    // Those delisted since they were requested are left for the next run to drop. Each patient is looked up alone
    // (offset 0 is a fence to the planner): merged, each page would read all patients from the first on.
    private static final String PAGE = """
            select r.patient_id, r.request_id, p.nin
            from ajour.refresh_request r
            cross join lateral (select nin from ajour.patient where id = r.patient_id and listed offset 0) p
            where r.job = :job and r.tenant_id = :tenant and r.patient_id > :after
            order by r.patient_id limit :size
            """;

    // Rows are locked in the order in which requests are written, so that the two never wait for each other; once
    // locked,
    // they stay in their place. One that was renewed in the meantime has another request_id, and is not locked.
    private static final String SETTLE = """
            with settled as (
                select r.ctid as place
                from ajour.refresh_request r
                join unnest(:patients::bigint[], :requests::bigint[]) as g (patient_id, request_id)
                    on g.patient_id = r.patient_id and g.request_id = r.request_id
                where r.job = :job and r.tenant_id = :tenant
                order by r.patient_id for update of r)
            delete from ajour.refresh_request r using settled s where r.ctid = s.place
            """;

    private final JdbcClient jdbc;
    private final String job;
    private final String neverAsked;
    private final String old;
    private final String askedSince;

    /**
     * @param kept the table with {@code patient_id} and {@code synced_at} of those who have been asked about, as in a
     *     from clause
     */
    public RefreshRequests(JdbcClient jdbc, String job, String kept) {
        this.jdbc = jdbc;
        this.job = job;
        this.neverAsked = NEVER_ASKED.replace(KEPT, kept);
        this.old = OLD.replace(KEPT, kept);
        this.askedSince = SINCE.replace(KEPT, kept);
    }

    /** The job whose requests they are. */
    public String job() {
        return job;
    }

    /** Requests the persons of {@code pg_temp.changed_number} who are on a list. */
    public Requested changed(Run run, Instant now) {
        return requested(CHANGED, run, null, "changed", now);
    }

    /**
     * Requests everyone on a list.
     *
     * @param tenant whose list; null for all, those that are not configured now among them
     */
    public Requested everyone(Run run, @Nullable Tenant tenant, String reason, Instant now) {
        return requested(EVERYONE, run, tenant, reason, now);
    }

    private Requested requested(String sql, Run run, @Nullable Tenant tenant, String reason, Instant now) {
        return statement(sql, run, now)
                .param("reason", reason)
                .param("orgnr", tenant == null ? null : tenant.orgnr(), Types.VARCHAR)
                .query((row, number) -> new Requested(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    /** Requests the listed patients about whom nobody has asked since they were put on the list. */
    public int neverAsked(Run run, short tenant, Instant now) {
        return statement(neverAsked, run, now).param("tenant", tenant).update();
    }

    /** Requests the listed patients who were last asked about at {@code before} or earlier. */
    public int old(Run run, short tenant, Instant before, Instant now) {
        return statement(old, run, now)
                .param("tenant", tenant)
                .param("before", Timestamp.from(before))
                .update();
    }

    /** Requests the patients who failed, when that was some time ago. */
    public int failedEarlier(Run run, short tenant, Duration ago, Instant now) {
        return failed(run, tenant, "unresolved", ago, now);
    }

    /** Requests the patients whose dead letters the run is retrying. */
    public int retried(Run run, short tenant, Instant now) {
        return failed(run, tenant, "retrying", Duration.ZERO, now);
    }

    private int failed(Run run, short tenant, String state, Duration ago, Instant now) {
        return statement(FAILED, run, now)
                .param("tenant", tenant)
                .param("orgnr", run.tenant())
                .param("state", state)
                .param("after", ago.toSeconds())
                .update();
    }

    /** Requests one patient; none if it is not on the tenant's list. */
    public int patient(Run run, short tenant, long patient, Instant now) {
        return statement(ONE, run, now)
                .param("tenant", tenant)
                .param("patient", patient)
                .update();
    }

    /** Requests the patients whose status was stored at a time or later. */
    public int since(Run run, short tenant, Instant since, Instant now) {
        return statement(askedSince, run, now)
                .param("tenant", tenant)
                .param("since", Timestamp.from(since))
                .update();
    }

    /** The open dead letters of patients who are no longer on the list. */
    public List<String> lettersOfDelisted(Run run, short tenant) {
        return jdbc.sql(LETTERS_OF_DELISTED)
                .param("job", job)
                .param("tenant", tenant)
                .param("orgnr", run.tenant())
                .query(String.class)
                .list();
    }

    /** Drops the requests of patients who are no longer on the list, or forgotten. */
    public int dropDelisted(short tenant) {
        return jdbc.sql(DROP_DELISTED).param("job", job).param("tenant", tenant).update();
    }

    /** How many requests there are, of patients listed or not; no more than {@code most} are counted. */
    int waiting(short tenant, int most) {
        return jdbc.sql(WAITING)
                .param("job", job)
                .param("tenant", tenant)
                .param("most", most)
                .query(Integer.class)
                .single();
    }

    /** The next requests in order of patient, after one. */
    List<Queued> page(short tenant, long after, int size) {
        return jdbc.sql(PAGE)
                .param("job", job)
                .param("tenant", tenant)
                .param("after", after)
                .param("size", size)
                .query((row, number) -> new Queued(row.getLong(1), row.getLong(2), row.getString(3)))
                .list();
    }

    /** Deletes requests that have been answered; one that was renewed while its answer was under way stays. */
    void settle(short tenant, List<Answered> answers) {
        jdbc.sql(SETTLE)
                .param("job", job)
                .param("tenant", tenant)
                .param(
                        "patients",
                        answers.stream().map(a -> a.queued().patientId()).toArray(Long[]::new))
                .param(
                        "requests",
                        answers.stream().map(a -> a.queued().requestId()).toArray(Long[]::new))
                .update();
    }

    private JdbcClient.StatementSpec statement(String sql, Run run, Instant now) {
        return jdbc.sql(sql).param("job", job).param("run", run.id()).param("now", Timestamp.from(now));
    }
}
