package no.ajour.schedule;

import java.time.Duration;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/**
 * Lets Quartz write down that a job has ended whose runs were told to stop; else another node would take it for one whose
 * node died.
 */
final class Drain implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final SchedulerFactoryBean quartz;
    private volatile boolean running;

    Drain(SchedulerFactoryBean quartz) {
        this.quartz = quartz;
    }

    @Override
    public int getPhase() {
        return Timetable.AFTER_THE_RUNS;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        var end = Thread.ofPlatform().daemon().name("drain").start(this::shutdown);
        try {
            if (!end.join(LONGEST)) {
                log.warn(
                        "A job has not ended within {} s of its stop; another node will start it once more",
                        LONGEST.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Quartz waits without end for what is under way.
    private void shutdown() {
        try {
            quartz.getScheduler().shutdown(true);
        } catch (SchedulerException e) {
            log.debug("Quartz did not shut down in good order", e);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
