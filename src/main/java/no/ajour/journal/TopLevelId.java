package no.ajour.journal;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * The id of a resource that is too large or too deep to be read as a whole, so that its dead letter carries its name and
 * is resolved when a better version comes.
 */
final class TopLevelId {
    private TopLevelId() {}

    /** The id; null if there is no usable one. */
    static @Nullable String of(byte[] resource) {
        try (var json = Json.PAGE.createParser(ObjectReadContext.empty(), resource)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            String name;
            while ((name = json.nextName()) != null) {
                boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
                if (name.equals("id")) {
                    return isText && RecordName.isId(json.getString()) ? json.getString() : null;
                }
                json.skipChildren();
            }
            return null;
        } catch (JacksonException e) {
            return null;
        }
    }
}
