package no.ajour.digitalactive;

import java.util.function.Supplier;
import no.ajour.failure.TryLater;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Helsenorge's JSON, read as a stream. */
final class AnswerJson {
    // Patients' numbers are property names in a bulk answer: not kept in a table of names for the life of the process.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private AnswerJson() {}

    static JsonParser parser(java.io.InputStream body) {
        return FACTORY.createParser(ObjectReadContext.empty(), body);
    }

    static JsonGenerator generator(java.io.OutputStream body) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), body);
    }

    /**
     * Reads, and makes a body that is cut or not JSON a failure that says so.
     *
     * @param what the answer, for the message
     */
    static <T> T read(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JacksonException e) {
            // Without its cause, whose message quotes the body.
            throw unreadable(what, "is cut or is not JSON");
        }
    }

    static TryLater unreadable(String what, String how) {
        return new TryLater(
                what + " " + how + ". Nothing was stored of it; run again, and ask Helsenorge if it repeats.");
    }
}
