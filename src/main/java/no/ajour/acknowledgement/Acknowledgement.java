package no.ajour.acknowledgement;

import java.time.Duration;
import java.time.Instant;
import no.ajour.delivery.Item;

/**
 * One row of {@code ajour.acknowledgement} that is on its way.
 *
 * @param id {@code ajour.event.id}
 * @param resourceType and {@code resourceId}: the event's name at JFT
 * @param since when JFT took it, or else when it was sent
 */
record Acknowledgement(long id, String resourceType, String resourceId, AcknowledgementState state, Instant since)
        implements Item {

    Duration age(Instant now) {
        return Duration.between(since, now);
    }

    @Override
    public String record() {
        return "event " + id;
    }

    @Override
    public String toString() {
        return record() + " " + state.column();
    }
}
