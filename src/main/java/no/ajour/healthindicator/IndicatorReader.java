package no.ajour.healthindicator;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import no.ajour.fhir.Storable;
import no.ajour.refresh.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Reads the answer of helseindikator. Fields that are not documented are left alone: Kjernejournal adds some to any
 * answer, so that its consumers learn to.
 */
final class IndicatorReader {
    private static final int HIGHEST_STATUS = 4;
    private static final int LONGEST_TEXT = 1000;
    private static final List<String> KEPT = List.of("returTekst", "sistEndretKritiskInfo", "sperringDetaljer");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // So that what is kept as JSON is written as it was read, and no number becomes infinite.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private IndicatorReader() {}

    /**
     * The indicator, or what it died of if the answer is not as documented.
     *
     * @param eventId of the answer's header, or null
     */
    static Answer read(byte[] body, @Nullable String eventId) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JacksonException | NumberFormatException e) {
            // Without its message, which quotes the body.
            return notUnderstood("is not JSON", eventId);
        }
        var status = json.path("status");
        if (!status.isInt() || status.intValue() < 0 || status.intValue() > HIGHEST_STATUS) {
            return notUnderstood("has no status from 0 to 4", eventId);
        }
        for (var name : KEPT) {
            var objection = Storable.objection(json.path(name));
            if (objection != null) {
                return notUnderstood("has in " + name + " " + objection + ", which PostgreSQL cannot keep", eventId);
            }
        }
        boolean critical = status.intValue() == Indicator.CRITICAL;
        Instant changed;
        try {
            changed = critical ? time(json.path("sistEndretKritiskInfoDato")) : null;
        } catch (DateTimeException e) {
            return notUnderstood("has a sistEndretKritiskInfoDato that is no time", eventId);
        }
        return new Indicator(
                status.intValue(),
                text(json.path("returTekst")),
                changed,
                critical ? array(json.path("sistEndretKritiskInfo")) : "[]",
                array(json.path("sperringDetaljer")),
                flag(json.path("eksistererBlokkertHelsepersonell")),
                flag(json.path("harLasteResepter")),
                flag(json.path("harLegemidler")),
                eventId);
    }

    private static @Nullable Instant time(JsonNode node) {
        return node.isString() ? Storable.time(node.asString()).toInstant() : null;
    }

    private static @Nullable String text(JsonNode node) {
        if (!node.isString()) {
            return null;
        }
        String text = node.asString();
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        boolean withinPair = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
        return text.substring(0, withinPair ? LONGEST_TEXT - 1 : LONGEST_TEXT);
    }

    private static String array(JsonNode node) {
        return node instanceof ArrayNode array ? array.toString() : "[]";
    }

    private static @Nullable Boolean flag(JsonNode node) {
        return node.isBoolean() ? node.booleanValue() : null;
    }

    private static Answer.Dead notUnderstood(String why, @Nullable String eventId) {
        return new Answer.Dead(
                true,
                "answer-not-understood",
                "Kjernejournal's answer " + why
                        + Optional.ofNullable(eventId)
                                .map(id -> " (X-EVENT-ID " + id + ")")
                                .orElse("") + ". The patient is asked about again; ask NHN if it repeats.");
    }
}
