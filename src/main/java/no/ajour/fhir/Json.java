package no.ajour.fhir;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How FHIR's JSON is read. A page is taken apart with hardly any limits, so that one resource that is beyond them is one
 * dead letter and not a lost page; each resource is then read with limits.
 */
public final class Json {
    // JFT takes events of 1 MB; this much is all that such a one can hold, and still no danger to the heap.
    private static final int DEEPEST_PAGE = 1_000_000;

    /** Deep enough for any FHIR resource, and shallow enough for code that follows it down. */
    public static final int DEEPEST_RESOURCE = 500;

    /** For a page of a search. */
    public static final JsonFactory PAGE = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST_PAGE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * Keeps every digit of a decimal: 1.50 is not 1.5 (FHIR R4, datatype decimal). A number whose exponent is beyond what
     * {@code BigDecimal} has is a {@link NumberFormatException}, which is no {@code JacksonException}.
     */
    public static final JsonMapper RESOURCE = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST_RESOURCE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}
}
