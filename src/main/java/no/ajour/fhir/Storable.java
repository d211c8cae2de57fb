package no.ajour.fhir;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is JSON and yet refused by PostgreSQL's {@code jsonb} (PostgreSQL manual, 8.14 JSON Types, and 8.1.2). */
public final class Storable {
    private static final int MOST_DIGITS_BEFORE_POINT = 131_072;
    private static final int MOST_DIGITS_AFTER_POINT = 16_383;

    // Where there is neither, there is nothing to object to: bare control characters and halves are no JSON in UTF-8.
    private static final Pattern SUSPECT = Pattern.compile("[0-9][eE][+-]?[0-9]{4}");
    private static final String ESCAPE = "\\u";

    private Storable() {}

    /**
     * Why a resource cannot be stored, without quoting it; null if it can.
     *
     * @param text that the resource was read from
     */
    public static @Nullable String objection(JsonNode resource, String text) {
        return text.contains(ESCAPE) || SUSPECT.matcher(text).find() ? objection(resource) : null;
    }

    private static @Nullable String objection(JsonNode node) {
        if (node.isString()) {
            return objection(node.stringValue());
        }
        if (node.isBigDecimal() || node.isBigInteger()) {
            return objection(node.decimalValue());
        }
        for (var name : node.propertyNames()) {
            var objection = objection(name);
            if (objection != null) {
                return objection;
            }
        }
        for (var child : node) {
            var objection = objection(child);
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
