package no.ajour.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import no.ajour.failure.TryLater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import org.springframework.batch.core.step.Step;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SideBySideTest {
    private final Bench bench = new Bench();
    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());

    @AfterAll
    void stop() {
        bench.close();
    }

    @BeforeEach
    void empty() {
        taken.clear();
        bench.update("delete from public.thing");
        bench.update("delete from ajour.run where restart_of is not null");
        bench.update("delete from ajour.run");
        bench.update("update ajour.lease set holder = null, stop = null");
    }

    @Test
    void steps_are_taken_at_the_same_time_and_what_follows_waits_for_all() {
        var both = new CyclicBarrier(2);

        var outcome = bench.run(work(2, name -> meet(both)));

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(taken).hasSize(4).startsWith("first").endsWith("last");
        assertThat(bench.things()).containsExactly("first", "last", "left", "right");
        assertThat(outcome.balance()).containsEntry(Line.ADDED, 4L);
    }

    @Test
    void only_so_many_are_taken_at_once() {
        bench.run(work(1, name -> {}));

        assertThat(taken).containsExactly("first", "left", "right", "last");
    }

    @Test
    void one_that_fails_ends_no_other_and_a_restart_takes_it_alone() {
        var leftHasFailed = new CountDownLatch(1);
        var outcome = bench.run(work(2, name -> {
            if (name.equals("left")) {
                leftHasFailed.countDown();
                throw new TryLater("not now");
            }
            wait(leftHasFailed);
        }));

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).contains("not now");
        assertThat(bench.things()).containsExactly("first", "right");
        assertThat(bench.text("select string_agg(step_name || ' ' || status, ', ' order by step_name)"
                        + " from batch.batch_step_execution where job_execution_id ="
                        + " (select max(job_execution_id) from batch.batch_job_execution)"))
                .isEqualTo("first COMPLETED, left FAILED, right COMPLETED");
        taken.clear();

        assertThat(bench.restart(work(2, name -> {})).code()).isEqualTo(ExitCode.DONE);
        assertThat(taken).containsExactly("left", "last");
    }

    @Test
    void stop_ends_all_of_them_at_their_next_commit() {
        var both = new CyclicBarrier(2);
        var outcome = bench.run(run -> List.of(
                Steps.sideBySide("both", List.of(endless(run, "left", both), endless(run, "right", both)), 2),
                step(run, "last", name -> {})));

        assertThat(outcome.code()).isEqualTo(ExitCode.STOPPED);
        assertThat(taken).doesNotContain("last");
        assertThat(bench.texts("select state from ajour.run")).containsExactly("stopped");
        assertThat(bench.texts("select status from batch.batch_step_execution where job_execution_id ="
                        + " (select max(job_execution_id) from batch.batch_job_execution)"))
                .containsExactly("STOPPED", "STOPPED");
    }

    @Test
    void lease_that_is_lost_ends_all_of_them_and_nothing_more_is_stored() {
        var both = new CyclicBarrier(2);
        var outcome = bench.run(work(2, name -> {
            meet(both);
            if (name.equals("left")) {
                takeOver();
            }
            meet(both);
        }));

        assertThat(outcome.code()).isEqualTo(ExitCode.ALREADY_RUNNING);
        assertThat(bench.things()).containsExactly("first");
    }

    @Test
    void log_of_each_tells_the_tenant() {
        var tenants = Collections.synchronizedList(new ArrayList<String>());

        bench.run(work(2, name -> tenants.add(MDC.get("tenant"))));

        assertThat(tenants).containsExactly("123456785", "123456785");
    }

    /** What a step does. */
    private interface Work {
        void of(String name);
    }

    private Function<Run, List<Step>> work(int atOnce, Work work) {
        return run -> List.of(
                step(run, "first", name -> {}),
                Steps.sideBySide("both", List.of(step(run, "left", work), step(run, "right", work)), atOnce),
                step(run, "last", name -> {}));
    }

    private Step step(Run run, String name, Work work) {
        return bench.steps.once(run, name, (items, tally) -> {
            taken.add(name);
            bench.insert(List.of(name));
            tally.add(Line.ADDED, 1);
            work.of(name);
        });
    }

    private Step endless(Run run, String name, CyclicBarrier both) {
        return bench.steps.rounds(run, name, tally -> {
            if (!taken.contains(name)) {
                taken.add(name);
                meet(both);
                stopRequested();
            }
            return true;
        });
    }

    private void stopRequested() {
        elsewhere("update ajour.lease set stop = 'run'");
    }

    private void takeOver() {
        elsewhere("update ajour.lease set token = token + 1");
    }

    // By another connection, whose transaction ends at once.
    private void elsewhere(String sql) {
        var thread = Thread.ofPlatform().start(() -> bench.update(sql));
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void meet(CyclicBarrier all) {
        try {
            all.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("The other one has not come", e);
        }
    }

    private static void wait(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
