package no.ajour.http;

import io.github.bucket4j.TimeMeter;

/** Bucket4j's view of {@link Timing}. */
record Meter(Timing timing) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
        return timing.nanoTime();
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }
}
