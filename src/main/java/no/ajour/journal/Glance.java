package no.ajour.journal;

import java.time.Instant;
import no.ajour.fhir.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * What can be seen of a resource that is too large or too deep to be read as a whole, so that its dead letter carries its
 * name and version: it is resolved when a better version comes, and stays discarded until another one does.
 *
 * @param id null if there is no usable one
 * @param lastUpdated {@code meta.lastUpdated}; null if it cannot be read
 */
record Glance(@Nullable String id, @Nullable Instant lastUpdated) {

    static Glance at(byte[] resource) {
        String id = null;
        Instant lastUpdated = null;
        try (var json = Json.PAGE.createParser(ObjectReadContext.empty(), resource)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                for (var name = json.nextName(); name != null; name = json.nextName()) {
                    var value = json.nextToken();
                    if (name.equals("id") && value == JsonToken.VALUE_STRING) {
                        id = RecordName.isId(json.getString()) ? json.getString() : null;
                    } else if (name.equals("meta") && value == JsonToken.START_OBJECT) {
                        lastUpdated = lastUpdated(json);
                    } else {
                        json.skipChildren();
                    }
                }
            }
        } catch (JacksonException e) {
            // What was seen before the text broke off is right.
            return new Glance(id, lastUpdated);
        }
        return new Glance(id, lastUpdated);
    }

    private static @Nullable Instant lastUpdated(JsonParser json) {
        Instant found = null;
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            var value = json.nextToken();
            if (name.equals("lastUpdated") && value == JsonToken.VALUE_STRING) {
                found = LastUpdated.parse(json.getString());
            } else {
                json.skipChildren();
            }
        }
        return found;
    }
}
