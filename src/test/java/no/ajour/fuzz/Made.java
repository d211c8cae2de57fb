package no.ajour.fuzz;

import java.time.Instant;
import java.util.regex.Pattern;
import no.ajour.failure.Redaction;
import no.ajour.fhir.Json;
import no.ajour.fhir.Storable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What a parser made of an input, as far as somebody sees it or PostgreSQL must take it. */
public final class Made {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    // GUIDs and short digests may have as many digits in a row without being a person's number.
    private static final Pattern ID = Pattern.compile(
            "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?<![0-9a-zA-Z])[0-9a-f]{16}(?![0-9a-zA-Z])");
    private static final Pattern NUMBER = Pattern.compile("(?<!\\p{Nd})\\p{Nd}{11}(?!\\p{Nd})");

    private @Nullable String complaint;

    /** A text that ends on a screen, in a log or in a dead letter's message. */
    public void shown(@Nullable String text) {
        if (holdsNumber(text)) {
            complain("shows what may be a person's number: " + Redaction.of(text, 300));
        }
    }

    /** A text for a column. */
    public void stored(@Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            complain("stores a text with NUL, which PostgreSQL refuses");
        }
    }

    /** A time for a column, written out in ISO 8601. */
    public void stored(@Nullable Instant time) {
        if (time != null && (time.isBefore(FIRST) || time.isAfter(LAST))) {
            complain("stores a time that PostgreSQL refuses");
        }
    }

    /** A text for a column of type jsonb. */
    public void storedJson(String json) {
        try {
            var objection = Storable.objection(Json.RESOURCE.readTree(json), json);
            if (objection != null) {
                complain("stores JSON that PostgreSQL refuses: " + objection);
            }
        } catch (JacksonException | NumberFormatException e) {
            complain("stores what is no JSON");
        }
    }

    /** Something else that must hold whatever the input. */
    public void must(boolean holds, String what) {
        if (!holds) {
            complain("breaks a rule: " + what);
        }
    }

    /** The first thing that was wrong; null if nothing was. */
    @Nullable
    String complaint() {
        return complaint;
    }

    static boolean holdsNumber(@Nullable String text) {
        return text != null
                && NUMBER.matcher(text).find()
                && NUMBER.matcher(ID.matcher(text).replaceAll("")).find();
    }

    private void complain(String what) {
        if (complaint == null) {
            complaint = what;
        }
    }
}
