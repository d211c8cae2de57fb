package no.ajour.http;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;

/** How fast requests may follow each other: evenly spaced by the configured rate, and none while the server says 429. */
final class RateLimit {
    private final Timing timing;
    private final @Nullable Bucket bucket;
    private long heldUntil;

    /** @param perSecond 0 for no limit */
    RateLimit(double perSecond, Timing timing) {
        this.timing = timing;
        this.heldUntil = timing.nanoTime();
        this.bucket = perSecond == 0 ? null : bucket(Duration.ofNanos(Math.round(1e9 / perSecond)), timing);
    }

    private static Bucket bucket(Duration interval, Timing timing) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(1).refillGreedy(1, interval))
                .withCustomTimePrecision(new Meter(timing))
                .build();
    }

    /** Nobody sends for that long. */
    synchronized void hold(Duration duration) {
        long until = timing.nanoTime() + duration.toNanos();
        if (until - heldUntil > 0) {
            heldUntil = until;
        }
    }

    private synchronized long held() {
        return heldUntil - timing.nanoTime();
    }

    /**
     * Waits for the caller's turn.
     *
     * @throws TryLater if the thread is interrupted
     */
    void await(String what) {
        try {
            for (long nanos = held(); nanos > 0; nanos = held()) {
                timing.sleep(Duration.ofNanos(nanos));
            }
            if (bucket != null) {
                bucket.asBlocking().consume(1, nanos -> timing.sleep(Duration.ofNanos(nanos)));
            }
        } catch (InterruptedException e) {
            throw Interruptible.stopped(what);
        }
    }
}
