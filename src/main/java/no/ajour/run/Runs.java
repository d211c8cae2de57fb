package no.ajour.run;

import java.util.EnumMap;
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
     * the lease was free: they are ended as failed.
     */
    Run begin(String job, String tenant, long token, boolean full) {
        jdbc.sql("""
                        update ajour.run
                        set state = 'failed', ended_at = clock_timestamp(), exit_code = :code,
                            reason = 'The process ended without a word; a later run found the lease free'
                        where job = :job and tenant = :tenant and state = 'running' and token < :token
                        """)
                .param("job", job)
                .param("tenant", tenant)
                .param("token", token)
                .param("code", ExitCode.TRY_LATER.code())
                .update();
        long id = jdbc.sql("""
                        insert into ajour.run (job, tenant, token, full_refresh)
                        values (:job, :tenant, :token, :full)
                        returning id
                        """)
                .param("job", job)
                .param("tenant", tenant)
                .param("token", token)
                .param("full", full)
                .query(Long.class)
                .single();
        return new Run(id, job, tenant, token, full);
    }

    /**
     * Ends a run and writes its balance sheet from the tallies.
     *
     * @param reason null to leave what the run itself remarked
     * @return the reason as it stands now; null if there is none
     */
    @Nullable
    String end(Run run, State state, ExitCode code, @Nullable String reason, @Nullable Long batchExecution) {
        return jdbc.sql("""
                        update ajour.run
                        set state = lower(:state), exit_code = :code, reason = coalesce(:reason, reason), ended_at = clock_timestamp(),
                            batch_job_execution_id = :batchExecution,
                            balance = (select coalesce(jsonb_object_agg(lower(line), amount), '{}')
                                       from (select line, sum(amount) as amount from ajour.tally
                                             where run_id = :id and line <> 'ITEMS' group by line) as sheet)
                        where id = :id and state = 'running'
                        returning reason
                        """)
                .param("id", run.id())
                .param("state", state.name())
                .param("code", code.code())
                .param("reason", reason)
                .param("batchExecution", batchExecution)
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
