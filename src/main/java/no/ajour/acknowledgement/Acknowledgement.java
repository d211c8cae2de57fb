package no.ajour.acknowledgement;

import java.time.Duration;
import java.time.Instant;

/**
 * One row of {@code ajour.acknowledgement} that is on its way.
 *
 * @param eventId {@code ajour.event.id}
 * @param resourceType and {@code resourceId}: the event's name at JFT
 * @param since when JFT took it, or else when it was sent
 */
record Acknowledgement(
        long eventId, String resourceType, String resourceId, AcknowledgementState state, Instant since) {

    Duration age(Instant now) {
        return Duration.between(since, now);
    }

    /** Its name in dead letters and messages. */
    String record() {
        return "event " + eventId;
    }

    @Override
    public String toString() {
        return record() + " " + state.column();
    }
}
