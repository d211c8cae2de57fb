package no.ajour.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a run's lease three times in its life. A renewal that fails only makes the lease older; whether the run may
 * still write is decided by {@link Books} at each commit.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private final ScheduledFuture<?> beats;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeat").factory());

    Heartbeat(Leases leases, Run run, Duration life) {
        long every = life.toMillis() / 3;
        beats = timer.scheduleWithFixedDelay(() -> beat(leases, run), every, every, TimeUnit.MILLISECONDS);
    }

    private static void beat(Leases leases, Run run) {
        try {
            if (!leases.renew(run)) {
                log.warn("The lease of {} belongs to another process now; this run ends at its next commit", run);
            }
        } catch (RuntimeException e) {
            log.info(
                    "The lease of {} could not be renewed, next try soon: {}",
                    run,
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        beats.cancel(true);
        timer.shutdownNow();
    }
}
