package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** kill -9 at any moment, and then nothing but a plain run. */
class KillTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    static Stream<Job> jobs() {
        return Scenario.jobs("kill");
    }

    @ParameterizedTest
    @MethodSource("jobs")
    @Execution(ExecutionMode.CONCURRENT)
    void plain_run_after_a_kill_at_any_moment_makes_the_books_agree(Job job) {
        Scenario.run("kill " + job, random -> killAgainAndAgain(job, random));
    }

    private static void killAgainAndAgain(Job job, RandomGenerator random) throws Exception {
        try (var world = new World(Postgres.freshDatabase(), random, "310000019", "310000027")) {
            var books = new BothBooks(world);
            world.documents().sessionsMayBeLost();
            world.prepare(job, Scenario.ROUNDS);
            int killed = 0;
            for (int round = 1; round <= Scenario.ROUNDS; round++) {
                world.change(job);
                var moment = Moment.random(random, job);
                var run = new Victim();
                int exitCode;
                try (var ambush = moment.then(world, run::kill)) {
                    exitCode = run.is(world.start(job)).end(LIMIT).exitCode();
                }
                killed += exitCode == 137 ? 1 : 0;
                System.out.println("round " + round + ": " + moment + ", exit code " + exitCode);
                assertThat(exitCode).isIn(0, 137);
                books.hold();
                world.finish(job);
                books.agree(job);
            }
            world.settle(job);
            books.agree(job);
            assertThat(killed).as("runs that were killed before they ended").isGreaterThan(Scenario.ROUNDS / 4);
        }
    }
}
