package no.ajour.outgoing;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import no.ajour.failure.Redaction;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code $status} says about an event (source-documents/jft-readapi-overview.txt), as far as it concerns registration.
 *
 * @param registered when JFT processed it, null if it has not
 * @param failed null if nothing failed. The field is "to be defined": null, false and empty text count as nothing
 */
record EventStatus(
        @Nullable OffsetDateTime registered, @Nullable String failed) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_FAILURE = 300;

    /** @throws TryLater if it is not the JSON object that was expected */
    static EventStatus parse(byte[] body) {
        JsonNode status;
        try {
            status = JSON.readTree(body);
        } catch (JacksonException e) {
            throw unreadable();
        }
        if (!status.isObject()) {
            throw unreadable();
        }
        return new EventStatus(time(status.path("registered")), failure(status.path("failed")));
    }

    private static @Nullable OffsetDateTime time(JsonNode field) {
        if (field.isMissingNode() || field.isNull()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(field.stringValue(""));
        } catch (DateTimeException e) {
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
