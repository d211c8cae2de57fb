package no.ajour.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import no.ajour.fhir.Storable;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code meta.lastUpdated} (FHIR R4, datatype instant), with any number of decimals and {@code Z} or an offset;
 * JFT's own example has five decimals.
 */
final class LastUpdated {
    private static final Pattern INSTANT =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8})(\\.[0-9]{1,9})?[0-9]*(Z|[+-][0-9]{2}:[0-9]{2})");
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");

    private LastUpdated() {}

    /** The time, cut to microseconds, which is never later; null if it is no time that can be. */
    static @Nullable Instant parse(@Nullable String text) {
        var parts = INSTANT.matcher(text == null ? "" : text);
        if (!parts.matches()) {
            return null;
        }
        var decimals = parts.group(2) == null ? "" : parts.group(2);
        try {
            var instant = Storable.time(parts.group(1) + decimals + parts.group(3))
                    .toInstant()
                    .truncatedTo(ChronoUnit.MICROS);
            return instant.isBefore(FIRST) ? null : instant;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
