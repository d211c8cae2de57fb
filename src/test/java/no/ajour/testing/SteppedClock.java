package no.ajour.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import no.ajour.http.Timing;

/** A clock that stands still until a test steps it. */
public final class SteppedClock implements InstantSource {
    private final AtomicReference<Instant> now;

    /** Stands still at that time. */
    public SteppedClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /** Steps forward, or back with a negative duration. */
    public void step(Duration by) {
        now.updateAndGet(time -> time.plus(by));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Waiting by this clock: a wait takes no time, and steps it. */
    public Timing timing() {
        return new Timing() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public long nanoTime() {
                return Duration.between(Instant.EPOCH, instant()).toNanos();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                step(duration);
            }
        };
    }
}
