package no.ajour.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk stands: opaque to clients.
 *
 * @param after the last event served; null when no event has been served yet
 * @param page the number of the page to come, from 1
 * @param epoch cursors of an earlier epoch have been revoked
 * @param query the search it belongs to, form-encoded
 */
record Cursor(EventStore.@Nullable Position after, int page, int epoch, Instant made, String query) {
    String encoded() {
        String position = after == null ? "" : after.lastUpdated() + " " + after.id();
        String text = page + " " + epoch + " " + made + " " + query + " " + position;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Cursor decode(String cursor) throws Refused {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> part = List.of(text.split(" ", 6));
            return new Cursor(
                    part.size() < 6 ? null : new EventStore.Position(Instant.parse(part.get(4)), part.get(5)),
                    Integer.parseInt(part.get(0)),
                    Integer.parseInt(part.get(1)),
                    Instant.parse(part.get(2)),
                    part.get(3));
        } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
            throw Outcome.violation(400, "invalid", "the cursor was not made here");
        }
    }
}
