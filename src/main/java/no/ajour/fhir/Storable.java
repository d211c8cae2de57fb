package no.ajour.fhir;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an answer may have and PostgreSQL does not keep (PostgreSQL manual, 8.14 JSON Types, 8.1.2 and 8.5). */
public final class Storable {
    private static final int MOST_DIGITS_BEFORE_POINT = 131_072;
    private static final int MOST_DIGITS_AFTER_POINT = 16_383;
    private static final int LAST_YEAR = 9999;

    // Without it there is nothing to object to in texts: bare control characters and halves are no JSON in UTF-8.
    private static final String ESCAPE = "\\u";

    private Storable() {}

    /**
     * A time with its offset, at least a year from where the years of four digits end, so that it is one at any offset.
     *
     * @throws DateTimeException if it is none, or in another year
     */
    public static OffsetDateTime time(String text) {
        var time = OffsetDateTime.parse(text);
        if (time.getYear() <= 1 || time.getYear() >= LAST_YEAR) {
            throw new DateTimeException("The year cannot be kept");
        }
        return time;
    }

    /**
     * Why a resource cannot be stored, without quoting it; null if it can.
     *
     * @param text that the resource was read from
     */
    public static @Nullable String objection(JsonNode resource, String text) {
        return objection(resource, text.contains(ESCAPE));
    }

    /** Why JSON in whatever encoding cannot be stored, without quoting it; null if it can. */
    public static @Nullable String objection(JsonNode json) {
        return objection(json, true);
    }

    private static @Nullable String objection(JsonNode node, boolean escapes) {
        if (node.isString()) {
            return escapes ? objection(node.stringValue()) : null;
        }
        if (node.isBigDecimal() || node.isBigInteger()) {
            return objection(node.decimalValue());
        }
        if (escapes) {
            for (var name : node.propertyNames()) {
                var objection = objection(name);
                if (objection != null) {
                    return objection;
                }
            }
        }
        for (var child : node) {
            var objection = objection(child, escapes);
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    private static @Nullable String objection(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "a text with the character \\u0000";
            }
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return "a text with half a surrogate pair";
                }
                i++;
            }
        }
        return null;
    }

    private static @Nullable String objection(BigDecimal number) {
        boolean tooLarge =
                number.signum() != 0 && (long) number.precision() - number.scale() > MOST_DIGITS_BEFORE_POINT;
        return tooLarge || number.scale() > MOST_DIGITS_AFTER_POINT ? "a number out of range" : null;
    }
}
