package no.ajour.delivery;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import no.ajour.failure.Redaction;
import no.ajour.failure.TryLater;
import no.ajour.fhir.Storable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code $status} says about an event (source-documents/jft-readapi-overview.txt). No order between its times is
 * assumed: JFT's own example has them out of order.
 */
public final class JftStatus {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_FAILURE = 300;

    private final JsonNode status;

    private JftStatus(JsonNode status) {
        this.status = status;
    }

    /**
     * Reads the body of an answer.
     *
     * @throws TryLater if it is not the JSON object that was expected
     */
    public static JftStatus parse(byte[] body) {
        try {
            var status = JSON.readTree(body);
            if (status.isObject()) {
                return new JftStatus(status);
            }
        } catch (JacksonException e) {
            throw unreadable();
        }
        throw unreadable();
    }

    /**
     * When something happened; null if it has not.
     *
     * @throws TryLater if there is something else than a time, or one that cannot be stored
     */
    public @Nullable OffsetDateTime time(String name) {
        var field = status.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return null;
        }
        try {
            return Storable.time(field.stringValue(""));
        } catch (DateTimeException e) {
            // Neither confirmed nor denied.
            throw unreadable();
        }
    }

    /** What failed, fit to show; null if nothing did. "To be defined": null, false and empty text count as nothing. */
    public @Nullable String failed() {
        var field = status.path("failed");
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
