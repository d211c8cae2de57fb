package no.ajour.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that is ahead of another one, or behind it. */
final class ShiftedClock implements InstantSource {
    private final InstantSource right;
    private volatile Duration ahead = Duration.ZERO;

    ShiftedClock(InstantSource right) {
        this.right = right;
    }

    /** @param by negative for behind */
    void ahead(Duration by) {
        ahead = by;
    }

    @Override
    public Instant instant() {
        return right.instant().plus(ahead);
    }
}
