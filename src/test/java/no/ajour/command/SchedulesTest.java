package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** Jobs that are started by the clock. */
class SchedulesTest {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private Installation ajour;

    @BeforeEach
    void install() {
        ajour = Installation.of(Postgres.freshDatabase(), Map.of("310000019", "Lykkeby"))
                .set("ajour.console.port", "0")
                .set("ajour.jobs.digital-active.enabled", "false")
                .set("ajour.jobs.housekeeping.enabled", "false")
                .set("ajour.jobs.outgoing-events.enabled", "false")
                .set("ajour.jobs.journal-events.schedule", "0 4 1 1 *")
                .set("ajour.jobs.acknowledgements.schedule", "0 4 1 1 *");
    }

    @AfterEach
    void remove() throws IOException {
        ajour.close();
    }

    @Test
    void job_that_became_due_while_no_node_was_there_is_started_once_and_then_as_scheduled() {
        try (var node = serve()) {
            assertThat(triggers()).containsExactly("acknowledgements 0 0 4 1 1 ?", "journal-events 0 0 4 1 1 ?");
        }
        ajour.database().sql("""
                        update quartz.qrtz_triggers set next_fire_time = next_fire_time - 3 * 366 * 86400000::bigint
                        where trigger_name = 'journal-events'
                        """).update();

        try (var node = serve()) {
            await().atMost(LIMIT).until(() -> runs("journal-events", "completed") == 1);
            assertThat(due("journal-events")).isTrue();
        }
        assertThat(runs("journal-events", "completed")).isEqualTo(1);
        assertThat(runs("acknowledgements", "completed")).isZero();
        assertThat(count("select count(*) from quartz.qrtz_fired_triggers")).isZero();
    }

    @Test
    void changed_schedule_is_taken_up_at_start_and_a_job_that_is_off_is_taken_away() throws SchedulerException {
        serve().close();
        ajour.set("ajour.jobs.journal-events.schedule", "15 6 * * 1-5")
                .set("ajour.jobs.journal-events.time-zone", "UTC")
                .set("ajour.jobs.acknowledgements.enabled", "false");

        try (var node = serve()) {
            assertThat(triggers()).containsExactly("journal-events 0 15 6 ? * 2,3,4,5,6");
            assertThat(node.getBean(Scheduler.class)
                            .getTrigger(new TriggerKey("journal-events", "ajour"))
                            .getNextFireTime()
                            .toInstant()
                            .toString())
                    .endsWith("T06:15:00Z");
        }
    }

    @Test
    void node_that_starts_before_the_schema_is_there_begins_when_it_is() throws IOException {
        var withoutSchema = Installation.of(Postgres.emptyDatabase(), Map.of("310000019", "Lykkeby"))
                .set("ajour.console.port", "0");
        var node = withoutSchema.configured(() -> Program.serve(true));
        try (node) {
            var health = node.getBean("scheduleHealthIndicator", HealthIndicator.class);
            assertThat(isUp(health)).isFalse();

            assertThat(withoutSchema.ajour("migrate").exitCode()).isZero();

            await().atMost(LIMIT).until(() -> isUp(health));
        } finally {
            withoutSchema.close();
        }
    }

    @Test
    void stopped_node_leaves_what_it_began_stopped_at_a_commit_and_nothing_for_others_to_recover() {
        ajour.sandbox()
                .faults()
                .when(call -> call.path().contains("_search"))
                .always()
                .latency(Duration.ofSeconds(3));
        var node = serve();
        try (node) {
            node.getBean(Scheduler.class).triggerJob(new org.quartz.JobKey("journal-events", "ajour"));
            await().atMost(LIMIT).until(() -> runs("journal-events", "running") == 1);
        } catch (SchedulerException e) {
            throw new AssertionError(e);
        }
        assertThat(runs("journal-events", "stopped")).isEqualTo(1);
        assertThat(count("select count(*) from quartz.qrtz_fired_triggers")).isZero();
    }

    private ConfigurableApplicationContext serve() {
        var node = ajour.configured(() -> Program.serve(true));
        var health = node.getBean("scheduleHealthIndicator", HealthIndicator.class);
        await().atMost(LIMIT).until(() -> isUp(health));
        return node;
    }

    private static boolean isUp(HealthIndicator indicator) {
        var health = indicator.health();
        return health != null && health.getStatus().equals(Status.UP);
    }

    private List<String> triggers() {
        return ajour.database()
                .sql("select trigger_name || ' ' || cron_expression from quartz.qrtz_cron_triggers order by 1")
                .query(String.class)
                .list();
    }

    private boolean due(String job) {
        return ajour.database()
                .sql(
                        "select next_fire_time > extract(epoch from clock_timestamp()) * 1000 from quartz.qrtz_triggers where trigger_name = :job")
                .param("job", job)
                .query(Boolean.class)
                .single();
    }

    private long runs(String job, String state) {
        return count("select count(*) from ajour.run where job = '" + job + "' and state = '" + state + "'");
    }

    private long count(String sql) {
        return ajour.database().sql(sql).query(Long.class).single();
    }
}
