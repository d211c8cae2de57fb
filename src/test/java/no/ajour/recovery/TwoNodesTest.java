package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import no.ajour.testing.AjourProcess;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two processes that start jobs by the clock, and one of them dies in the middle of a job. */
class TwoNodesTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern PROCESS = Pattern.compile("process (\\d+)$");

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void the_other_node_makes_good_what_was_begun_and_what_is_due_next() {
        Scenario.run("two nodes", TwoNodesTest::killOne);
    }

    private static void killOne(RandomGenerator random) throws Exception {
        try (var world = new World(Postgres.freshDatabase(), random, "310000019", "310000027")) {
            world.prepare(Job.JOURNAL_EVENTS, 2);
            // Only what the test makes due is due.
            for (var job : Job.values()) {
                world.ajour().set("ajour.jobs." + job + ".schedule", "0 4 1 1 *");
            }
            world.ajour().set("ajour.jobs.housekeeping.enabled", "false").set("ajour.console.port", "0");
            var nodes = new ArrayList<AjourProcess>();
            nodes.add(world.ajour().start("serve"));
            nodes.add(world.ajour().start("serve"));
            await().atMost(LIMIT).until(() -> world.count("select count(*) from quartz.qrtz_scheduler_state") == 2);
            await().atMost(LIMIT)
                    .until(() -> world.count("select count(*) from quartz.qrtz_triggers") == Job.values().length);

            world.change(Job.JOURNAL_EVENTS);
            try (var trap = Trap.beforeCommit(world.pool(), "%", 2)) {
                due(world, Job.JOURNAL_EVENTS);
                trap.awaitCaught();
                assertThat(world.count("select count(*) from quartz.qrtz_fired_triggers"))
                        .isEqualTo(1);
                var victim = nodes.stream()
                        .filter(node -> node.pid() == holders(world).getFirst())
                        .findFirst()
                        .orElseThrow();
                nodes.remove(victim);
                victim.kill();
                victim.end(LIMIT);
            }
            await().atMost(LIMIT).until(() -> completed(world) == 2);
            var books = new BothBooks(world);
            await().atMost(LIMIT).untilAsserted(books::nothingIsLeftRunning);
            books.agree(Job.JOURNAL_EVENTS);
            assertThat(
                            world.count(
                                    "select count(*) from ajour.run where state = 'failed' and reason like 'The process ended%'"))
                    .as("runs of the node that died, ended by the other")
                    .isPositive();

            world.change(Job.JOURNAL_EVENTS);
            await().atMost(LIMIT).until(() -> world.count("select count(*) from quartz.qrtz_fired_triggers") == 0);
            due(world, Job.JOURNAL_EVENTS);
            await().atMost(LIMIT).until(() -> completed(world) == 4);
            await().atMost(LIMIT).untilAsserted(books::nothingIsLeftRunning);
            books.agree(Job.JOURNAL_EVENTS);

            var survivor = nodes.getFirst();
            survivor.terminate();
            assertThat(survivor.end(LIMIT).exitCode()).isEqualTo(143);
            await().atMost(LIMIT).until(() -> world.count("select count(*) from quartz.qrtz_fired_triggers") == 0);
        }
    }

    private static long completed(World world) {
        return world.count("select count(*) from ajour.run where job = 'journal-events' and state = 'completed'");
    }

    private static List<Long> holders(World world) {
        return world
                .database()
                .sql("select holder from ajour.lease where job = 'journal-events' and holder is not null")
                .query(String.class)
                .list()
                .stream()
                .map(holder -> {
                    var process = PROCESS.matcher(holder);
                    assertThat(process.find()).isTrue();
                    return Long.parseLong(process.group(1));
                })
                .toList();
    }

    /** Now, as if the clock had come to it. */
    static void due(World world, Job job) {
        assertThat(world.database().sql("""
                                update quartz.qrtz_triggers
                                set next_fire_time = extract(epoch from clock_timestamp()) * 1000
                                where trigger_name = :job and trigger_state = 'WAITING'
                                """).param("job", job.toString()).update())
                .isEqualTo(1);
    }
}
