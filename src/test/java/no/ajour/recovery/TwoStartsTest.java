package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two processes start the same job at once. */
class TwoStartsTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int ROUNDS = Scenario.LONG ? Scenario.ROUNDS / 2 : 1;

    // Not digital-active, whose first run is one for all tenants: the second process goes on to the tenant's own.
    static Stream<Job> jobs() {
        var others =
                Stream.of(Job.values()).filter(job -> job != Job.DIGITAL_ACTIVE).toList();
        return Scenario.sample("two starts", others, 2);
    }

    @ParameterizedTest
    @MethodSource("jobs")
    @Execution(ExecutionMode.CONCURRENT)
    void one_works_and_the_other_names_it(Job job) {
        Scenario.run("two starts of " + job, random -> {
            try (var world = new World(Postgres.freshDatabase(), random, "310000019")) {
                world.prepare(job, ROUNDS);
                for (int round = 1; round <= ROUNDS; round++) {
                    world.change(job);
                    long runs = world.count("select count(*) from ajour.run");
                    var results = startTwo(world, job);
                    assertThat(results)
                            .extracting(Installation.Result::exitCode)
                            .containsExactlyInAnyOrder(0, 20);
                    assertThat(results)
                            .filteredOn(result -> result.exitCode() == 20)
                            .extracting(Installation.Result::out)
                            .allSatisfy(out -> assertThat(out)
                                    .containsPattern(
                                            job + " for 310000019 has been running in .+ process \\d+ for \\d+ s"));
                    assertThat(world.count("select count(*) from ajour.run")).isEqualTo(runs + 1);
                }
                new BothBooks(world).agree(job);
            }
        });
    }

    // The one that works is held up until the other has ended, so that neither can come after the other.
    private static List<Installation.Result> startTwo(World world, Job job) throws Exception {
        try (var trap = Trap.beforeCommit(world.pool(), "%", 1)) {
            var both = Stream.generate(() -> world.start(job)).limit(2).toList();
            await().atMost(LIMIT).until(() -> both.stream().anyMatch(process -> !process.isAlive()));
            assertThat(both).filteredOn(process -> process.isAlive()).hasSize(1);
            trap.awaitCaught();
            trap.open();
            return both.stream().map(process -> process.end(LIMIT)).toList();
        }
    }
}
