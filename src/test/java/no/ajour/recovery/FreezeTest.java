package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import no.ajour.testing.AjourProcess;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SIGSTOP past the lease, another run meanwhile, SIGCONT: the zombie. */
class FreezeTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Where a run is frozen. */
    enum Where {
        /** While an API answers, at any moment. */
        CALLING,
        /** With rows written and locked in a transaction that is not yet fenced. */
        WRITING,
        /** With the lease's row locked too. */
        COMMITTING,
        /** In a transaction of Spring Batch's own. */
        BOOKKEEPING
    }

    static Stream<Arguments> everywhere() {
        return Scenario.sample(
                "freeze",
                Stream.of(Job.values())
                        .flatMap(job -> Stream.of(Where.values()).map(where -> Arguments.of(job, where)))
                        .toList(),
                2);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Execution(ExecutionMode.CONCURRENT)
    void run_that_wakes_up_after_another_has_done_its_work_commits_nothing(Job job, Where where) {
        Scenario.run("freeze " + job + " " + where, random -> {
            try (var world = new World(Postgres.freshDatabase(), random, "310000019")) {
                var books = new BothBooks(world);
                world.prepare(job, 1);
                world.change(job);

                var frozen = freeze(world, job, where, random);
                world.settle(job);
                books.agree(job);
                var before = RowVersions.of(world.database());
                frozen.thaw();
                var result = frozen.end(LIMIT);

                // The job's run for all tenants had ended well before.
                assertThat(result.exitCode()).as("%s", result).isEqualTo(job == Job.DIGITAL_ACTIVE ? 0 : 20);
                assertThat(result.out()).contains("taken over by another process");
                assertThat(RowVersions.of(world.database()).since(before))
                        .as("rows committed by the run that woke up")
                        .isEmpty();
                // A call that was frozen may be refused for its age, and nothing more.
                books.hold();
                books.nothingIsLeftRunning();
                if (job == Job.DOCUMENT_REFERENCES) {
                    // Nor is the session lost, which it may have refreshed.
                    world.finish(job);
                }
            }
        });
    }

    private static AjourProcess freeze(World world, Job job, Where where, RandomGenerator random) throws Exception {
        return switch (where) {
            case CALLING -> {
                var victim = new Victim();
                // Not the first one, which digital-active makes for all tenants before it begins the tenant's own run.
                var moment = new Moment(1 + random.nextInt(3), Duration.ofMillis(random.nextInt(15)));
                try (var ambush = moment.then(world, victim::freeze)) {
                    var process = victim.is(world.start(job));
                    assertThat(ambush.struck(LIMIT)).isTrue();
                    yield process;
                }
            }
            case WRITING -> freezeIn(Trap.after(world.pool(), "insert or update", table(job), "true"), world, job);
            case COMMITTING -> freezeIn(Trap.beforeCommit(world.pool(), "%", 2), world, job);
            case BOOKKEEPING ->
                freezeIn(
                        Trap.after(
                                world.pool(), "update", "batch.batch_step_execution", "new.step_name <> 'change-list'"),
                        world,
                        job);
        };
    }

    private static AjourProcess freezeIn(Trap set, World world, Job job) throws SQLException {
        try (var trap = set) {
            var process = world.start(job);
            trap.awaitCaught();
            process.freeze();
            trap.open();
            return process;
        }
    }

    private static String table(Job job) {
        return switch (job) {
            case DIGITAL_ACTIVE -> "ajour.digital_active";
            case JOURNAL_EVENTS -> "ajour.event";
            case ACKNOWLEDGEMENTS -> "ajour.acknowledgement";
            case OUTGOING_EVENTS -> "ajour.outgoing_event";
            case HEALTH_INDICATORS -> "ajour.health_indicator";
            case DOCUMENT_REFERENCES -> "ajour.document";
        };
    }
}
