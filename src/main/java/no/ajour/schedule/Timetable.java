package no.ajour.schedule;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import no.ajour.database.SchemaVersion;
import no.ajour.failure.Failure;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/**
 * The node's life as one that starts jobs: begun as soon as the database is there and its schema is right, ended before
 * its runs are told to stop, so that what becomes due meanwhile is another node's.
 */
final class Timetable implements SmartLifecycle, HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(Timetable.class);
    /** Stopped after everything that stops runs: they have no phase below it. */
    static final int AFTER_THE_RUNS = DEFAULT_PHASE - 2;

    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    private final SchedulerFactoryBean quartz;
    private final Schedules schedules;
    private final SchemaVersion schema;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("timetable").factory());
    private volatile boolean running;
    private volatile boolean begun;
    private volatile String waitsFor = "it has not been tried yet";

    Timetable(SchedulerFactoryBean quartz, Schedules schedules, SchemaVersion schema) {
        this.quartz = quartz;
        this.schedules = schedules;
        this.schema = schema;
    }

    @Override
    public void start() {
        running = true;
        var unused = timer.scheduleWithFixedDelay(this::begin, 0, TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void begin() {
        if (!running || begun) {
            return;
        }
        try {
            schema.check();
            schedules.store(quartz.getScheduler());
            quartz.start();
            begun = true;
            timer.shutdown();
            log.info("Jobs are started by the clock from now on");
        } catch (Failure | SchedulerException | DataAccessException e) {
            tell(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.debug("The schedules could not be begun", e);
            tell(e.getClass().getSimpleName());
        }
    }

    private void tell(String reason) {
        if (!reason.equals(waitsFor)) {
            waitsFor = reason;
            log.warn("No job is started by the clock yet; the next try is in {} s: {}", TRY_AGAIN.toSeconds(), reason);
        }
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
        synchronized (this) {
            if (begun) {
                quartz.stop();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public Health health() {
        return begun
                ? Health.up().build()
                : Health.down().withDetail("reason", waitsFor).build();
    }
}
