package no.ajour.digitalactive;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import no.ajour.position.Position;

/**
 * A gap is noticed. The change list reaches back three months: with no stored offset, or one older than that, changes
 * were missed, and every local patient must be asked about.
 *
 * @param after age of the offset from which changes may have been missed
 */
record GapRule(Duration after) {

    /** Why there is a gap, in words; empty if there is none. */
    Optional<String> reason(Optional<Position> stored, Instant now) {
        if (stored.isEmpty()) {
            return Optional.of("no offset is stored");
        }
        var age = Duration.between(time(stored.get()), now);
        return age.compareTo(after) < 0
                ? Optional.empty()
                : Optional.of("the stored offset is " + age.toDays() + " days old, and from " + after.toDays()
                        + " days (gap-after) changes may be missing");
    }

    // The offset is opaque and sent back as it came; only here it is looked at, and only if it is a time.
    private static Instant time(Position position) {
        try {
            return OffsetDateTime.parse(position.value()).toInstant();
        } catch (DateTimeException e) {
            return position.movedAt();
        }
    }
}
