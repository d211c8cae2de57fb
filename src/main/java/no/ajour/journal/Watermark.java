package no.ajour.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a type's events have been read, in JFT's time.
 *
 * <p>After a whole walk the watermark is the newest {@code meta.lastUpdated} that was seen, but never later than the
 * server's time when the walk began: what was updated after that may have slipped past, whatever the order of the pages
 * and however wrong a time stamp. It never goes back, and a walk that saw nothing leaves it alone. The next walk begins
 * an overlap before it, for events that became visible after newer ones.
 */
final class Watermark {

    /**
     * A move of the stored position.
     *
     * @param from what the walk began with; null if there was none
     * @param to ISO 8601
     */
    record Move(@Nullable String from, String to) {}

    private final @Nullable Instant old;
    private final @Nullable String stored;
    private @Nullable Instant begun;
    private @Nullable Instant newest;

    private Watermark(@Nullable String stored, @Nullable Instant old) {
        this.stored = stored;
        this.old = old;
    }

    /** Before the first walk. */
    static Watermark none() {
        return new Watermark(null, null);
    }

    /** @throws java.time.format.DateTimeParseException if it is not ISO 8601 */
    static Watermark at(String stored) {
        return new Watermark(stored, Instant.parse(stored));
    }

    /** Where the last whole walk came to; null before the first. */
    @Nullable
    Instant old() {
        return old;
    }

    /** Tells the server's time at an answer; the first one counts. */
    void answeredAt(Instant serverTime) {
        if (begun == null) {
            begun = serverTime;
        }
    }

    void saw(Instant lastUpdated) {
        if (newest == null || lastUpdated.isAfter(newest)) {
            newest = lastUpdated;
        }
    }

    /** The move; null if the watermark stays where it is. */
    @Nullable
    Move move() {
        if (newest == null || begun == null) {
            return null;
        }
        var to = newest.isBefore(begun) ? newest : begun;
        return old != null && !to.isAfter(old) ? null : new Move(stored, to.toString());
    }
}
