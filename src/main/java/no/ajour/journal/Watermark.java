package no.ajour.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a type's events have been read, in JFT's time.
 *
 * <p>After a whole walk the watermark is the newest {@code meta.lastUpdated} that was seen, but never later than the
 * server's time when the walk began: what was updated after that may have slipped past, whatever the order of the pages,
 * however wrong a time stamp, and however long the walk was broken off in between. It never goes back, and a walk that
 * saw nothing leaves it alone. The next walk begins an overlap before it, for events that became visible after newer
 * ones.
 *
 * @param stored as the position has it; null before the first whole walk
 * @param time that it stands for; null with it
 */
record Watermark(@Nullable String stored, @Nullable Instant time) {

    /**
     * A move of the stored position.
     *
     * @param from what the walk began with; null if there was none
     * @param to ISO 8601
     */
    record Move(@Nullable String from, String to) {}

    /** Before the first walk. */
    static Watermark none() {
        return new Watermark(null, null);
    }

    /** @throws java.time.format.DateTimeParseException if it is not ISO 8601 */
    static Watermark at(String stored) {
        return new Watermark(stored, Instant.parse(stored));
    }

    /** The move after a whole walk; null if the watermark stays where it is. */
    @Nullable
    Move after(Progress walk) {
        var newest = walk.newest();
        if (newest == null) {
            return null;
        }
        var to = newest.isBefore(walk.begun()) ? newest : walk.begun();
        return time != null && !to.isAfter(time) ? null : new Move(stored, to.toString());
    }
}
