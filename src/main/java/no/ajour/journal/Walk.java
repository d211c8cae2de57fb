package no.ajour.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A walk through events of one type, to be made.
 *
 * @param since events updated at this time or later; null for all
 * @param withoutTag only events that do not have this {@code _tag} token; null for all
 * @param unfinished how far a run before this one came with the very same walk; null to begin at its first page
 */
record Walk(
        EventType type,
        @Nullable Instant since,
        @Nullable String withoutTag,
        @Nullable Progress unfinished) {

    static Walk since(EventType type, Instant time) {
        return new Walk(type, time, null, null);
    }

    static Walk everything(EventType type) {
        return new Walk(type, null, null, null);
    }

    static Walk withoutTag(EventType type, String token) {
        return new Walk(type, null, token, null);
    }
}
