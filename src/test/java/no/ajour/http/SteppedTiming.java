package no.ajour.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Time that passes only when somebody sleeps or a test steps it. */
public final class SteppedTiming implements Timing {
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Duration> sleeps = new CopyOnWriteArrayList<>();
    private Duration passed = Duration.ZERO;

    @Override
    public synchronized Instant instant() {
        return START.plus(passed);
    }

    @Override
    public synchronized long nanoTime() {
        return passed.toNanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        sleeps.add(duration);
        step(duration);
    }

    public synchronized void step(Duration duration) {
        passed = passed.plus(duration);
    }

    /** Every wait so far, in order. */
    public List<Duration> sleeps() {
        return sleeps;
    }
}
