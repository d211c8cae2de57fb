package no.ajour.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a run's lease, often in its life, and learns in the same statement whether an operator asks the run to stop. A
 * renewal that fails only makes the lease older; whether the run may still write is decided by {@link Books} at each
 * commit.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    /** The longest time from one beat to the next. */
    static final Duration LONGEST = Duration.ofSeconds(2);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeat").factory());
    private final ScheduledFuture<?> beats;
    private final Leases leases;
    private final Run run;
    private final StopSignal stop;
    private final Runnable jobStopped;
    private boolean lost;

    /**
     * Begins to beat.
     *
     * @param stop given when an operator asks for it
     * @param jobStopped called when an operator asks that the rest of the job does not begin
     */
    Heartbeat(Leases leases, Run run, Duration life, StopSignal stop, Runnable jobStopped) {
        this.leases = leases;
        this.run = run;
        this.stop = stop;
        this.jobStopped = jobStopped;
        long every = Math.min(life.toMillis() / 3, LONGEST.toMillis());
        beats = timer.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            var renewal = leases.renew(run);
            if (renewal.isEmpty() && !lost) {
                lost = true;
                log.warn("The lease of {} belongs to another process now; this run ends at its next commit", run);
            }
            if (renewal.isPresent() && renewal.get().stop()) {
                if (!stop.requested()) {
                    log.info("{} is asked to stop", run);
                }
                if (renewal.get().stopJob()) {
                    jobStopped.run();
                }
                stop.request();
            }
        } catch (RuntimeException e) {
            log.info(
                    "The lease of {} could not be renewed, next try soon: {}",
                    run,
                    e.getClass().getSimpleName());
        }
    }

    /** Beats no more. One under way is let end, since an interrupt would break its connection. */
    @Override
    public void close() {
        beats.cancel(false);
        timer.shutdown();
    }
}
