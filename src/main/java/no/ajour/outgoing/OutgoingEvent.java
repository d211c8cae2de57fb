package no.ajour.outgoing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import no.ajour.delivery.Item;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code ajour.outgoing_event} that is on its way, without its resource.
 *
 * @param id {@code outgoing_event.id}
 * @param since when it was claimed, or when JFT took it, as the state has it
 * @param resourceId its id in JFT; null if that is not known
 * @param stableKey hexadecimal SHA-256 of the identifier by which it can be found
 * @param attempts how often it has been sent, this time included
 * @param sourceSystem given by the EHR for this event; null for none
 * @param addedIdentifier that is added to what is sent; null if the resource has one of its own
 * @param resend whether an operator wants it sent again if it is not found
 * @param failedIds ids in JFT of earlier tries, which do not count
 */
record OutgoingEvent(
        long id,
        String resourceType,
        OutgoingState state,
        Instant since,
        @Nullable String resourceId,
        @Nullable String stableKey,
        int attempts,
        @Nullable String sourceSystem,
        @Nullable String addedIdentifier,
        boolean resend,
        List<String> failedIds)
        implements Item {

    OutgoingEvent {
        failedIds = List.copyOf(failedIds);
    }

    Duration age(Instant now) {
        return Duration.between(since, now);
    }

    @Override
    public String record() {
        return record(id);
    }

    static String record(long id) {
        return "outgoing event " + id;
    }

    @Override
    public String toString() {
        return record() + " " + state.column();
    }
}
