package no.ajour.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of runs. */
final class Runs {

    /** How a run ended. */
    enum State {
        COMPLETED,
        FAILED,
        STOPPED
    }

    private final JdbcClient jdbc;

    Runs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Begins a run with the lease in hand. Runs of the same job and tenant that still stand as running are dead, since
     * the lease was free: they are ended as failed, and the dead letters that one of them was retrying wait
     * again.
     */
    Run begin(Launch launch, long token) {
        long id = jdbc.sql("""
                        with died as (
                            update ajour.run
                            set state = 'failed', ended_at = clock_timestamp(), exit_code = :code,
                                reason = 'The process ended without a word; a later run found the lease free'
                            where job = :job and tenant = :tenant and state = 'running' and token < :token
                        ), given_up as (
                            update ajour.dead_letter set state = 'unresolved'
                            where job = :job and tenant = :tenant and state = 'retrying'
                        )
                        insert into ajour.run (job, tenant, token, full_refresh, kind, restart_of, share)
                        values (:job, :tenant, :token, :full, :kind, :restartOf, :share)
                        returning id
                        """)
                .param("job", launch.job())
                .param("tenant", launch.tenant())
                .param("token", token)
                .param("code", ExitCode.TRY_LATER.code())
                .param("full", launch.full())
                .param("kind", launch.kind().label())
                .param("restartOf", launch.restartOf(), Types.BIGINT)
                .param("share", launch.share(), Types.VARCHAR)
                .query(Long.class)
                .single();
        return new Run(id, launch.job(), launch.tenant(), token, launch.full());
    }

    /** Tells which of Spring Batch's executions is the run's, so that one that dies is found. */
    void executes(Run run, long batchExecution) {
        jdbc.sql("update ajour.run set batch_job_execution_id = :execution where id = :id")
                .param("execution", batchExecution)
                .param("id", run.id())
                .update();
    }

    /** The run of another process that has done what the launch is for; empty if there is none. */
    Optional<Long> done(Launch launch, Launch.Sharing sharing) {
        return jdbc.sql("""
                        select id from ajour.run
                        where job = :job and tenant = :tenant and kind = 'run' and state = 'completed'
                          and started_at >= :since and (full_refresh or not :full)
                          and (share = :share or :share is null)
                        order by id desc limit 1
                        """)
                .param("job", launch.job())
                .param("tenant", launch.tenant())
                .param("since", sharing.since().atOffset(ZoneOffset.UTC))
                .param("full", launch.full())
                .param("share", sharing.share(), Types.VARCHAR)
                .query(Long.class)
                .optional();
    }

    /** The database's time so long ago. */
    Instant ago(Duration time) {
        return jdbc.sql("select clock_timestamp() - :micros * interval '1 us'")
                .param("micros", time.toNanos() / 1000)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** When a job's newest completed run for all tenants together ended; now if there is none. */
    Instant nationalEnd(String job) {
        return jdbc.sql("""
                        select coalesce((select ended_at from ajour.run
                                         where job = :job and tenant = :national and kind = 'run' and state = 'completed'
                                         order by id desc limit 1), clock_timestamp())
                        """)
                .param("job", job)
                .param("national", Run.NATIONAL)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** The newest scheduled run of a job, or restart of one, for each of its tenants. */
    List<PastRun> newest(String job) {
        return jdbc.sql("""
                        select distinct on (tenant) id, job, tenant, coalesce(restart_of, id), full_refresh, state, kind
                        from ajour.run where job = :job and kind in ('run', 'restart') order by tenant, id desc
                        """).param("job", job).query(Runs::past).list();
    }

    /** A run by its number. */
    Optional<PastRun> find(long id) {
        return jdbc.sql("""
                        select id, job, tenant, coalesce(restart_of, id), full_refresh, state, kind
                        from ajour.run where id = :id
                        """).param("id", id).query(Runs::past).optional();
    }

    private static PastRun past(ResultSet row, int number) throws SQLException {
        return new PastRun(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getBoolean(5),
                row.getString(6),
                row.getString(7));
    }

    /**
     * Ends a run and writes its balance sheet from the tallies. Letters that it was retrying and did not come to wait
     * again.
     *
     * @param reason null to leave what the run itself remarked
     * @return the reason as it stands now; null if there is none
     */
    @Nullable
    String end(Run run, State state, ExitCode code, @Nullable String reason) {
        return jdbc.sql("""
                        with given_up as (
                            update ajour.dead_letter set state = 'unresolved'
                            where job = :job and tenant = :tenant and state = 'retrying'
                              and exists (select from ajour.lease where job = :job and tenant = :tenant and token = :token)
                        )
                        update ajour.run
                        set state = lower(:state), exit_code = :code, reason = coalesce(:reason, reason),
                            ended_at = clock_timestamp(),
                            balance = (select coalesce(jsonb_object_agg(lower(line), amount), '{}')
                                       from (select line, sum(amount) as amount from ajour.tally
                                             where run_id = :id and line <> 'ITEMS' group by line) as sheet)
                        where id = :id and state = 'running'
                        returning reason
                        """)
                .param("id", run.id())
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("token", run.token())
                .param("state", state.name())
                .param("code", code.code())
                .param("reason", reason)
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .optional()
                .flatMap(stands -> stands)
                .orElse(reason);
    }

    /** The balance sheet: the tallies of all steps, added up. */
    Map<Line, Long> balance(Run run) {
        record Row(Line line, long amount) {}
        var sheet = new EnumMap<Line, Long>(Line.class);
        jdbc.sql("""
                        select line, sum(amount) from ajour.tally
                        where run_id = :id and line <> 'ITEMS' group by line
                        """)
                .param("id", run.id())
                .query((row, number) -> new Row(Line.valueOf(row.getString(1)), row.getLong(2)))
                .list()
                .forEach(row -> sheet.put(row.line(), row.amount()));
        return sheet;
    }
}
