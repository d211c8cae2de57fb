package no.ajour.acknowledgement;

import java.time.OffsetDateTime;
import no.ajour.delivery.JftStatus;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $status} says about an event, as far as it concerns journaling.
 *
 * @param journaled when JFT was told of the journaling, null if it was not. JFT's pages call the field {@code journaled}
 *     and {@code journalingAcknowledged}; either is read
 * @param failed null if nothing failed
 */
record JournalingStatus(
        @Nullable OffsetDateTime journaled, @Nullable String failed) {

    /** @throws TryLater if it is not the JSON object that was expected */
    static JournalingStatus parse(byte[] body) {
        var status = JftStatus.parse(body);
        var journaled = status.time("journaled");
        return new JournalingStatus(
                journaled == null ? status.time("journalingAcknowledged") : journaled, status.failed());
    }
}
