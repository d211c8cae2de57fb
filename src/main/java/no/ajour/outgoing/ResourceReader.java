package no.ajour.outgoing;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a resource that the EHR queued, strictly: one JSON object (RFC 8259), every name once, and not too deep. */
final class ResourceReader {
    /** As deep as what comes back from JFT is read. */
    private static final int DEEPEST = 500;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ResourceReader() {}

    static JsonNode read(String body) throws Unfit {
        JsonNode resource;
        try {
            resource = JSON.readTree(body);
        } catch (StreamConstraintsException e) {
            throw new Unfit(
                    "too-deep",
                    "The resource is nested more than " + DEEPEST
                            + " levels deep, or has a name or number that is too long" + place(e));
        } catch (NumberFormatException e) {
            // BigDecimal's own, which Jackson lets through.
            throw new Unfit("too-deep", "The resource has a number with an exponent of absurd size.");
        } catch (JacksonException e) {
            // Of the parser's message only what it is about: it quotes what it read.
            if (String.valueOf(e.getOriginalMessage()).startsWith("Duplicate")) {
                throw new Unfit("duplicate-name", "An element stands twice in the same object" + place(e));
            }
            throw new Unfit("not-json", "The resource is not JSON" + place(e));
        }
        if (!resource.isObject()) {
            throw new Unfit("not-json", "The resource is no JSON object");
        }
        return resource;
    }

    private static String place(JacksonException e) {
        var place = e.getLocation();
        return place == null ? "." : ", line " + place.getLineNr() + ", column " + place.getColumnNr() + ".";
    }
}
