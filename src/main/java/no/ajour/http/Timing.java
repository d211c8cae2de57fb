package no.ajour.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The clock and the waiting of all calls in one place, so that tests step through waits instead of sleeping. */
public interface Timing {

    /** Now, by the clock. */
    Instant instant();

    /** Nanoseconds from a fixed point, which no adjustment of the clock moves. */
    long nanoTime();

    /** Waits that long, or until the thread is interrupted. */
    void sleep(Duration duration) throws InterruptedException;

    /** Real waiting beside the given clock. */
    static Timing of(InstantSource clock) {
        return new Timing() {
            @Override
            public Instant instant() {
                return clock.instant();
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                Thread.sleep(duration);
            }
        };
    }
}
