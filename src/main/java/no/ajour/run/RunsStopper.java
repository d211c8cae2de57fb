package no.ajour.run;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Ends the runs of this process at their next commit when the process is told to end, before the database is closed. */
final class RunsStopper implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RunsStopper.class);

    private final Launcher launcher;
    private final Duration within;
    private volatile boolean running;

    RunsStopper(Launcher launcher, Duration within) {
        this.launcher = launcher;
        this.within = within;
    }

    /** After that which begins runs. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        if (!launcher.stopAll(within)) {
            log.warn(
                    "A run did not reach its next commit within {} s and is left; its transaction is rolled back, "
                            + "and the next run goes on from the one before",
                    within.toSeconds());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
