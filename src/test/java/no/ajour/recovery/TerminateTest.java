package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import no.ajour.sandbox.Sandbox;
import no.ajour.testing.AjourProcess;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SIGTERM in each step, and then restart. */
class TerminateTest {
    private static final String TENANT = "310000019";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** A step in the middle of which a run is told to stop: which of its chunks, from 1. */
    record Place(Job job, String step, int chunk) {
        boolean full() {
            return step.equals("everyone");
        }

        /** Whether nothing is left of the run when the chunk is stored, so that it is completed and not stopped. */
        boolean isEnd() {
            return step.equals("change-list") || step.equals("outstanding");
        }

        @Override
        public String toString() {
            return job + (full() ? " --full" : "") + ", chunk " + chunk + " of " + step;
        }
    }

    static Stream<Place> steps() {
        return Scenario.sample(
                "terminate",
                List.of(
                        new Place(Job.DIGITAL_ACTIVE, "refresh", 2),
                        new Place(Job.JOURNAL_EVENTS, "events-%", 3),
                        new Place(Job.ACKNOWLEDGEMENTS, "send", 1),
                        new Place(Job.DIGITAL_ACTIVE, "change-list", 1),
                        new Place(Job.DIGITAL_ACTIVE, "patient-list", 1),
                        new Place(Job.DIGITAL_ACTIVE, "newly-listed", 1),
                        new Place(Job.DIGITAL_ACTIVE, "everyone", 1),
                        new Place(Job.JOURNAL_EVENTS, "patient-list", 1),
                        new Place(Job.ACKNOWLEDGEMENTS, "journaled", 1),
                        new Place(Job.ACKNOWLEDGEMENTS, "recover", 1),
                        new Place(Job.ACKNOWLEDGEMENTS, "confirm", 1),
                        new Place(Job.ACKNOWLEDGEMENTS, "confirm-2", 1),
                        new Place(Job.ACKNOWLEDGEMENTS, "outstanding", 1),
                        new Place(Job.HEALTH_INDICATORS, "newly-listed", 1),
                        new Place(Job.HEALTH_INDICATORS, "changed", 1),
                        new Place(Job.HEALTH_INDICATORS, "refresh", 2),
                        new Place(Job.DOCUMENT_REFERENCES, "newly-listed", 1),
                        new Place(Job.DOCUMENT_REFERENCES, "refresh", 2),
                        new Place(Job.DOCUMENT_REFERENCES, "wanted", 1),
                        new Place(Job.DOCUMENT_REFERENCES, "documents", 5),
                        new Place(Job.OUTGOING_EVENTS, "check", 1),
                        new Place(Job.OUTGOING_EVENTS, "look-up", 1),
                        new Place(Job.OUTGOING_EVENTS, "send", 1),
                        new Place(Job.OUTGOING_EVENTS, "confirm", 1),
                        new Place(Job.OUTGOING_EVENTS, "outstanding", 1)),
                2);
    }

    @ParameterizedTest
    @MethodSource("steps")
    @Execution(ExecutionMode.CONCURRENT)
    void run_stops_at_its_next_commit_and_is_restarted_where_it_was(Place place) {
        Scenario.run("terminate " + place, random -> {
            try (var world = new World(Postgres.freshDatabase(), random, TENANT)) {
                var books = new BothBooks(world);
                arrange(world, place);

                terminate(world, place);
                books.nothingIsLeftRunning();
                books.hold();
                if (!place.isEnd()) {
                    var before = Done.of(world, TENANT);
                    var restarted = world.ajour()
                            .start("restart", place.job().toString())
                            .end(LIMIT);
                    assertThat(restarted.exitCode()).as("%s", restarted).isZero();
                    before.isNotRepeated(world, place);
                    books.nothingIsLeftRunning();
                }

                world.settle(place.job());
                books.agree(place.job());
            }
        });
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void call_that_does_not_end_in_time_is_abandoned_without_harm() {
        Scenario.run("terminate in a long call", random -> {
            try (var world = new World(Postgres.freshDatabase(), random, TENANT)) {
                var books = new BothBooks(world);
                world.prepare(Job.JOURNAL_EVENTS, 1);
                world.change(Job.JOURNAL_EVENTS);
                world.ajour().set("ajour.run.stop-within", "3s").set("ajour.run.drain-within", "1s");
                var silence =
                        world.sandbox().faults().on(Sandbox.JFT_READ).skip(4).always();
                silence.noAnswer();
                var run = world.start(Job.JOURNAL_EVENTS);
                await().atMost(LIMIT).until(() -> silence.hits() > 0 || !run.isAlive());
                endsInTime(run);
                silence.disarm();
                assertThat(newest(world, "select state || ' ' || exit_code from ajour.run order by id desc limit 1"))
                        .isEqualTo("stopped 143");

                books.nothingIsLeftRunning();
                books.hold();
                world.settle(Job.JOURNAL_EVENTS);
                books.agree(Job.JOURNAL_EVENTS);
            }
        });
    }

    private static void arrange(World world, Place place) {
        world.prepare(place.job(), 2);
        world.change(place.job());
        if (place.step().equals("recover")) {
            // As an earlier run left them that died before it had sent them.
            world.database().sql("""
                    update ajour.acknowledgement
                    set state = 'sending', sending_at = clock_timestamp() - interval '1 min'
                    """).update();
        }
        if (place.step().equals("look-up")) {
            world.database().sql("""
                    update ajour.outgoing_event
                    set state = 'sending', sending_at = clock_timestamp() - interval '1 min'
                    """).update();
        }
        if (place.step().equals("confirm")) {
            world.ajour().set("ajour.jobs." + place.job() + ".status-backoff", "1ms, 500ms");
        }
        if (place.step().equals("confirm-2")) {
            world.ajour().set("ajour.jobs.acknowledgements.status-backoff", "500ms, 500ms, 500ms, 500ms");
            world.sandbox().jft().behaviour().journaledLag(Duration.ofSeconds(4));
        }
    }

    private static void terminate(World world, Place place) throws Exception {
        try (var trap = Trap.beforeCommit(world.pool(), place.step(), place.chunk())) {
            var run = place.full()
                    ? world.ajour().start("run", place.job().toString(), "--full")
                    : world.start(place.job());
            trap.awaitCaught();
            run.terminate();
            // Time for the signal to arrive while the chunk is still in hand.
            await().pollDelay(Duration.ofMillis(500)).until(() -> true);
            assertThat(run.isAlive()).as("waits for the chunk in hand").isTrue();
            trap.open();
            endsInTime(run);
        }
        assertThat(newest(world, """
                        select concat_ws(' ', run.state, run.exit_code, execution.status)
                        from ajour.run
                        join batch.batch_job_execution execution on job_execution_id = batch_job_execution_id
                        order by run.id desc limit 1
                        """)).isEqualTo(place.isEnd() ? "completed 0 COMPLETED" : "stopped 143 STOPPED");
    }

    private static String newest(World world, String sql) {
        return world.database().sql(sql).query(String.class).single();
    }

    private static void endsInTime(AjourProcess run) {
        long begun = System.nanoTime();
        run.terminate();
        var result = run.end(LIMIT);
        assertThat(result.exitCode()).as("%s", result).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(GRACE);
    }
}
