package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import no.ajour.testing.DaylightSavingNight;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.Test;

/** Spring Batch keeps local times, and once a year the clocks are put back. */
class DaylightSavingNightTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void restart_of_a_run_that_was_killed_before_the_clocks_were_put_back_goes_on_from_where_it_came_to()
            throws Exception {
        try (var world = new World(Postgres.freshDatabase(), new SplittableRandom(1), "310000019", "310000027")) {
            var job = Job.DIGITAL_ACTIVE;
            var books = new BothBooks(world);
            world.prepare(job, 1);
            world.change(job);
            var ajour = world.ajour();

            ajour.java(DaylightSavingNight.back(Instant.now().plus(Duration.ofHours(1))));
            var run = new Victim();
            try (var ambush = new Moment(3, Duration.ZERO).then(world, run::kill)) {
                assertThat(run.is(world.start(job)).end(LIMIT).exitCode()).isEqualTo(137);
            }
            world.awaitLeases(job);
            ajour.java(DaylightSavingNight.back(Instant.now()));
            var restarted = ajour.start("restart", job.toString()).end(LIMIT);

            assertThat(restarted.exitCode()).as("%s", restarted).isZero();
            assertThat(hourLater(world)).containsExactly(true);
            books.hold();
            ajour.java(List.of());
            world.finish(job);
            books.agree(job);
        }
    }

    // Whether the run that was killed began later than what went on with it, as their local times have it.
    private static List<Boolean> hourLater(World world) {
        return world.database().sql("""
                        select distinct before.start_time > later.start_time + interval '50 min'
                        from ajour.run restart
                        join ajour.run killed on killed.id = restart.restart_of
                        join batch.batch_job_execution before on before.job_execution_id = killed.batch_job_execution_id
                        join batch.batch_job_execution later on later.job_execution_id = restart.batch_job_execution_id
                        """).query(Boolean.class).list();
    }
}
