package no.ajour.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import no.ajour.failure.TryLater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.batch.core.step.Step;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartTest {
    private final Bench bench = new Bench();
    private final List<String> taken = new ArrayList<>();

    @AfterAll
    void stop() {
        bench.close();
    }

    @BeforeEach
    void empty() {
        taken.clear();
        bench.update("delete from ajour.run where restart_of is not null");
        bench.update("delete from ajour.run");
        bench.update("update ajour.lease set holder = null, stop = null");
    }

    @Test
    void goes_on_from_the_step_that_failed_and_leaves_out_those_that_were_completed() {
        assertThat(bench.run(work("second")).code()).isEqualTo(ExitCode.TRY_LATER);
        taken.clear();

        var outcome = bench.restart(work("none"));

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(taken).containsExactly("watch", "second", "third");
        assertThat(bench.texts("select concat_ws(' ', kind, state, restart_of = (select min(id) from ajour.run))"
                        + " from ajour.run order by id"))
                .containsExactly("run failed", "restart completed t");
        assertThat(bench.runner.newest("things")).noneMatch(PastRun::canBeRestarted);
    }

    @Test
    void a_restart_that_fails_can_be_restarted_from_where_it_came_to() {
        bench.run(work("second"));
        assertThat(bench.restart(work("third")).code()).isEqualTo(ExitCode.TRY_LATER);
        taken.clear();

        assertThat(bench.restart(work("none")).code()).isEqualTo(ExitCode.DONE);
        assertThat(taken).containsExactly("watch", "third");
    }

    @Test
    void a_killed_run_is_ended_with_the_lease_in_hand_and_can_be_restarted() {
        bench.run(work("second"));
        var id = bench.count("select max(batch_job_execution_id) from ajour.run");
        asKilled(id);
        taken.clear();

        assertThat(bench.restart(work("none")).code()).isEqualTo(ExitCode.DONE);

        assertThat(taken).containsExactly("watch", "second", "third");
        assertThat(bench.texts("select status from batch.batch_job_execution where job_execution_id = " + id))
                .containsExactly("FAILED");
        assertThat(open()).isEmpty();
    }

    @Test
    void a_plain_run_after_a_killed_one_leaves_nothing_standing_as_started() {
        bench.run(work("second"));
        asKilled(bench.count("select max(batch_job_execution_id) from ajour.run"));

        assertThat(bench.run(work("none")).code()).isEqualTo(ExitCode.DONE);

        assertThat(open()).isEmpty();
        assertThat(bench.texts("select state from ajour.run order by id")).containsExactly("failed", "completed");
    }

    @Test
    void an_execution_of_unknown_status_is_ended_too() {
        bench.run(work("second"));
        bench.update("update batch.batch_step_execution set status = 'UNKNOWN' where step_execution_id ="
                + " (select max(step_execution_id) from batch.batch_step_execution)");
        taken.clear();

        assertThat(bench.restart(work("none")).code()).isEqualTo(ExitCode.DONE);
        assertThat(taken).containsExactly("watch", "second", "third");
    }

    @Test
    void what_runs_in_another_process_is_never_touched() {
        bench.run(work("second"));
        asKilled(bench.count("select max(batch_job_execution_id) from ajour.run"));
        bench.update("update ajour.lease set holder = 'another', expires_at = clock_timestamp() + interval '1 min'");

        assertThat(bench.restart(work("none")).code()).isEqualTo(ExitCode.ALREADY_RUNNING);

        assertThat(open()).isNotEmpty();
    }

    @Test
    void a_run_killed_before_its_first_step_is_restarted_from_that() {
        bench.update("insert into ajour.run (job, tenant, token) values ('things', '123456785', 0)");

        assertThat(bench.restart(work("none")).code()).isEqualTo(ExitCode.DONE);
        assertThat(taken).containsExactly("first", "watch", "second", "third");
    }

    private List<String> open() {
        return bench.texts(
                "select status from batch.batch_job_execution where status in ('STARTING', 'STARTED', 'UNKNOWN')"
                        + " union all select status from batch.batch_step_execution"
                        + " where status in ('STARTING', 'STARTED', 'UNKNOWN')");
    }

    // The rows as kill -9 leaves them.
    private void asKilled(long execution) {
        bench.update(
                "update batch.batch_job_execution set status = 'STARTED', end_time = null where job_execution_id = "
                        + execution);
        bench.update("update batch.batch_step_execution set status = 'STARTED', end_time = null where status = 'FAILED'"
                + " and job_execution_id = " + execution);
        bench.update("update ajour.run set state = 'running', ended_at = null, exit_code = null"
                + " where batch_job_execution_id = " + execution);
    }

    private Function<Run, List<Step>> work(String failing) {
        return run -> List.of(
                step(bench.steps, run, "first", failing),
                step(bench.steps.always(), run, "watch", failing),
                step(bench.steps, run, "second", failing),
                step(bench.steps, run, "third", failing));
    }

    private Step step(Steps steps, Run run, String name, String failing) {
        return steps.once(run, name, (items, tally) -> {
            taken.add(name);
            if (name.equals(failing)) {
                throw new TryLater("not now");
            }
        });
    }
}
