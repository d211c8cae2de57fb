package no.ajour.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import no.ajour.run.StopRequests;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the history of runs. */
public final class RunQuery {

    private static final String RUN = """
            select run.id, run.job, run.tenant, run.kind, run.restart_of, run.started_at, run.ended_at,
                   extract(epoch from coalesce(run.ended_at, clock_timestamp()) - run.started_at) as seconds,
                   case when run.state = 'running' and lease.token is null then 'died' else run.state end as state,
                   run.exit_code, run.reason, run.balance
            from ajour.run
            left join ajour.lease on run.state = 'running' and lease.job = run.job and lease.tenant = run.tenant
                and lease.token = run.token and lease.holder is not null and lease.expires_at >= clock_timestamp()
            """;

    private static final String NEWEST = RUN + """
            where (:job::text is null or run.job = :job)
              and (cardinality(:tenants::text[]) = 0 or run.tenant = any (:tenants::text[]))
              and (not :failed or run.state = 'failed' or (run.state = 'running' and lease.token is null))
            order by run.id desc limit :limit
            """;

    private static final String ONE = RUN + "where run.id = :id";

    private static final String OF_LEASES = RUN + """
            join unnest(:jobs::text[], :tenants::text[], :tokens::bigint[]) as held (job, tenant, token)
                on run.job = held.job and run.tenant = held.tenant and run.token = held.token
            order by run.job, run.tenant
            """;

    private static final String STEPS = """
            select s.step_name, lower(s.status) as state,
                   extract(epoch from coalesce(s.end_time, s.last_updated) - s.start_time) as seconds,
                   s.commit_count, s.rollback_count, coalesce(sheet.lines, '{}') as tally
            from ajour.run
            join batch.batch_step_execution s on s.job_execution_id = run.batch_job_execution_id
            left join lateral (
                select jsonb_object_agg(lower(line), amount) as lines from ajour.tally
                where step_execution_id = s.step_execution_id and line <> 'ITEMS') as sheet on true
            where run.id = :id
            order by s.step_execution_id
            """;

    private final JdbcClient jdbc;

    RunQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Runs, the newest first.
     *
     * @param job null for all
     * @param tenants organisation numbers or {@code national}; empty for all
     * @param failed only those that failed or died
     * @param limit at most so many
     */
    public List<RunRow> newest(@Nullable String job, List<String> tenants, boolean failed, int limit) {
        return jdbc.sql(NEWEST)
                .param("job", job)
                .param("tenants", tenants.toArray(String[]::new))
                .param("failed", failed)
                .param("limit", limit)
                .query(RunQuery::run)
                .list();
    }

    /** One run with its steps; empty if there is none with that number. */
    public Optional<RunDetail> find(long id) {
        return jdbc.sql(ONE).param("id", id).query(RunQuery::run).optional().map(run -> new RunDetail(run, steps(id)));
    }

    /** The runs that held these leases. */
    public List<RunRow> of(Collection<StopRequests.Asked> leases) {
        return jdbc.sql(OF_LEASES)
                .param("jobs", leases.stream().map(StopRequests.Asked::job).toArray(String[]::new))
                .param(
                        "tenants",
                        leases.stream().map(StopRequests.Asked::tenant).toArray(String[]::new))
                .param("tokens", leases.stream().map(StopRequests.Asked::token).toArray(Long[]::new))
                .query(RunQuery::run)
                .list();
    }

    private List<StepRow> steps(long id) {
        return jdbc.sql(STEPS)
                .param("id", id)
                .query((row, number) -> new StepRow(
                        row.getString("step_name"),
                        row.getString("state"),
                        row.getDouble("seconds"),
                        row.getLong("commit_count"),
                        row.getLong("rollback_count"),
                        Sheet.of(row.getString("tally"))))
                .list();
    }

    private static RunRow run(ResultSet row, int number) throws SQLException {
        long restartOf = row.getLong("restart_of");
        boolean restart = !row.wasNull();
        int exitCode = row.getInt("exit_code");
        boolean ended = !row.wasNull();
        var endedAt = row.getTimestamp("ended_at");
        return new RunRow(
                row.getLong("id"),
                row.getString("job"),
                row.getString("tenant"),
                row.getString("kind"),
                restart ? restartOf : null,
                row.getTimestamp("started_at").toInstant(),
                endedAt == null ? null : endedAt.toInstant(),
                row.getDouble("seconds"),
                row.getString("state"),
                ended ? exitCode : null,
                row.getString("reason"),
                Sheet.of(row.getString("balance")));
    }
}
