package no.ajour.acknowledgement;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import no.ajour.failure.Redaction;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code $status} says about an event (source-documents/jft-readapi-overview.txt), as far as it concerns journaling.
 * No order between its times is assumed: JFT's own example has them out of order.
 *
 * @param journaled when JFT was told of the journaling, null if it was not. JFT's pages call the field {@code journaled}
 *     and {@code journalingAcknowledged}; either is read
 * @param failed null if nothing failed. The field is "to be defined": null, false and empty text count as nothing
 */
record JournalingStatus(
        @Nullable OffsetDateTime journaled, @Nullable String failed) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_FAILURE = 300;

    /** @throws TryLater if it is not the JSON object that was expected */
    static JournalingStatus parse(byte[] body) {
        JsonNode status;
        try {
            status = JSON.readTree(body);
        } catch (JacksonException e) {
            throw unreadable();
        }
        if (!status.isObject()) {
            throw unreadable();
        }
        var journaled = time(status.path("journaled"));
        return new JournalingStatus(
                journaled == null ? time(status.path("journalingAcknowledged")) : journaled,
                failure(status.path("failed")));
    }

    private static @Nullable OffsetDateTime time(JsonNode field) {
        if (field.isMissingNode() || field.isNull()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(field.isString() ? field.stringValue() : "");
        } catch (DateTimeException e) {
            // Neither confirmed nor denied.
            throw unreadable();
        }
    }

    private static @Nullable String failure(JsonNode field) {
        if (field.isMissingNode() || field.isNull() || (field.isBoolean() && !field.booleanValue())) {
            return null;
        }
        String text = Redaction.of(field.isString() ? field.stringValue() : field.toString(), LONGEST_FAILURE);
        return text.isEmpty() ? null : text;
    }

    private static TryLater unreadable() {
        return new TryLater("JFT's $status was not the JSON object that its documentation shows");
    }
}
