package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import no.ajour.testing.AjourProcess;
import no.ajour.testing.Installation;
import no.ajour.testing.Vitals;
import org.awaitility.core.ConditionFactory;

/** A node of {@code ajour serve} that lives through troubles, whose jobs are due when a test says so. */
final class Service {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration LONGEST_RUN = Duration.ofSeconds(20);
    // Pools grow to their size with the first trouble, and no further.
    private static final int MORE_THREADS = 12;
    private static final int MORE_FILES = 30;
    private static final long MEGABYTES = 700;

    private final World world;
    private final AjourProcess node;

    private Service(World world, AjourProcess node) {
        this.world = world;
        this.node = node;
    }

    static Service start(World world) {
        for (var job : Job.values()) {
            world.ajour().set("ajour.jobs." + job + ".schedule", "0 4 1 1 *");
        }
        world.ajour().set("ajour.jobs.housekeeping.enabled", "false").set("ajour.console.port", "0");
        var service = new Service(world, world.ajour().start("serve"));
        patiently()
                .failFast("The node ended as it started", () -> !service.node.isAlive())
                .until(() -> world.count("""
                                select count(*) from quartz.qrtz_scheduler_state
                                where last_checkin_time > extract(epoch from clock_timestamp() - interval '10 s') * 1000
                                """) > 0
                        && world.count("select count(*) from quartz.qrtz_triggers") == Job.values().length);
        return service;
    }

    /** Makes a job due, and waits for its end or until that has taken long enough. */
    void work(Job job) {
        patiently().until(() -> due(job.toString()) == 1);
        try {
            await().ignoreExceptions().atMost(LONGEST_RUN).until(this::isIdle);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            // Something goes wrong with it, as it should.
            return;
        }
    }

    private int due(String job) {
        return world.database().sql("""
                        update quartz.qrtz_triggers
                        set next_fire_time = extract(epoch from clock_timestamp()) * 1000
                        where trigger_name like :job
                        """).param("job", job).update();
    }

    /** When all is well again: every job once more, to its end. */
    void workInPeace() {
        patiently().until(this::isIdle);
        long before = lastRun();
        patiently().until(() -> due("%") == Job.values().length);
        patiently().until(() -> begunSince(before) == Job.values().length);
        patiently().until(this::isIdle);
    }

    Vitals vitals() throws IOException {
        return node.vitals();
    }

    /** What is not given back soon leaks. */
    void holdsNoMoreThan(Vitals before) {
        patiently().untilAsserted(() -> {
            var now = vitals();
            assertThat(now.threads()).as("threads of %s", node).isLessThanOrEqualTo(before.threads() + MORE_THREADS);
            assertThat(now.openFiles())
                    .as("open files of %s", node)
                    .isLessThanOrEqualTo(before.openFiles() + MORE_FILES);
            assertThat(now.peakMegabytes()).as("most memory of %s, MB", node).isLessThan(MEGABYTES);
        });
    }

    Installation.Result end() {
        node.terminate();
        return node.end(LIMIT);
    }

    private long lastRun() {
        return world.count("select coalesce(max(id), 0) from ajour.run");
    }

    private long begunSince(long run) {
        return world.count("select count(distinct job) from ajour.run where id > " + run);
    }

    // A run whose end could not be written is ended by the next one.
    private boolean isIdle() {
        return world.count("""
                        select (select count(*) from quartz.qrtz_fired_triggers)
                               + (select count(*) from quartz.qrtz_triggers where trigger_state <> 'WAITING')
                               + (select count(*) from quartz.qrtz_triggers
                                  where next_fire_time <= extract(epoch from clock_timestamp()) * 1000)
                               + (select count(*) from ajour.lease where holder is not null and expires_at >= clock_timestamp())
                        """) == 0;
    }

    private static ConditionFactory patiently() {
        return await().pollInterval(Duration.ofMillis(100)).atMost(LIMIT).ignoreExceptions();
    }
}
