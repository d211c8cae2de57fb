package no.ajour.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test steps it. */
public final class SteppedClock implements InstantSource {
    private final AtomicReference<Instant> now;

    public SteppedClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Steps forward, or back with a negative duration. */
    public void step(Duration by) {
        now.updateAndGet(time -> time.plus(by));
    }
}
