package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import no.ajour.testing.OwnServer;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database, or the way to it, goes away in the middle of a run. */
class DatabaseLossTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int ROUNDS = Scenario.LONG ? Scenario.ROUNDS : 1;

    static Stream<Job> jobs() {
        return Scenario.sample("loss", List.of(Job.values()), 1);
    }

    @ParameterizedTest
    @MethodSource("jobs")
    @Execution(ExecutionMode.CONCURRENT)
    void run_whose_connections_are_cut_fails_for_now_or_survives(Job job) {
        Scenario.run("cut connections of " + job, random -> {
            try (var world = new World(Postgres.freshDatabase(), random, "310000019", "310000027")) {
                lose(world, job, random, ROUNDS, () -> cutAll(world.pool()), () -> {});
            }
        });
    }

    @ParameterizedTest
    @MethodSource("jobs")
    @Execution(ExecutionMode.CONCURRENT)
    void run_whose_database_is_restarted_fails_for_now_or_survives(Job job) {
        Scenario.run("restart the database under " + job, random -> {
            try (var server = OwnServer.start();
                    var world = new World(server.database(), random, "310000019")) {
                lose(
                        world,
                        job,
                        random,
                        Math.ceilDiv(ROUNDS, 3),
                        () -> server.stop(random.nextBoolean() ? OwnServer.End.QUIT : OwnServer.End.INT),
                        () -> {
                            await().pollDelay(Duration.ofMillis(random.nextInt(1500)))
                                    .until(() -> true);
                            server.startAgain();
                            world.pool().getHikariPoolMXBean().softEvictConnections();
                        });
            }
        });
    }

    private static void lose(World world, Job job, RandomGenerator random, int rounds, Runnable loss, Runnable repair)
            throws Exception {
        var books = new BothBooks(world);
        world.documents().sessionsMayBeLost();
        world.prepare(job, rounds);
        for (int round = 1; round <= rounds; round++) {
            world.change(job);
            var moment = new Moment(random.nextInt(job.calls() / 2), Duration.ofMillis(random.nextInt(40)));
            try (var ambush = moment.then(world, loss)) {
                var run = world.start(job);
                boolean lost = ambush.struck(LIMIT);
                repair.run();
                var result = run.end(LIMIT);
                System.out.println("round " + round + ": " + moment + ", exit code " + result.exitCode());
                assertThat(lost).isTrue();
                assertThat(result.exitCode()).as("%s", result).isIn(0, 30);
            }
            books.hold();
            world.finish(job);
            books.agree(job);
        }
        world.settle(job);
        books.agree(job);
    }

    private static void cutAll(HikariDataSource database) {
        JdbcClient.create(database)
                .sql("""
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and backend_type = 'client backend'
                          and application_name <> :test
                        """)
                .param("test", Postgres.TEST)
                .query()
                .listOfRows();
    }
}
