package no.ajour.sandbox;

import java.time.Duration;
import java.time.Instant;

/** The APIs tell times with five fraction digits, so their clocks tick every ten microseconds. */
final class Tick {
    static final Duration LENGTH = Duration.ofNanos(10_000);

    private Tick() {}

    static Instant floor(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond(), time.getNano() / 10_000 * 10_000L);
    }
}
