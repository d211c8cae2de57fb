package no.ajour.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The Retry-After header (RFC 9110 section 10.2.3). */
public final class RetryAfter {
    private RetryAfter() {}

    /** How long the server asks to be left alone, never negative; null if it did not say, or not legibly. */
    public static @Nullable Duration of(ApiResponse response, Instant now) {
        // A date is by the server's clock, so it is compared with the server's time where that is known.
        Instant serverTime = response.serverTime();
        return parse(response.header("Retry-After"), serverTime == null ? now : serverTime);
    }

    static @Nullable Duration parse(@Nullable String value, Instant now) {
        if (value == null) {
            return null;
        }
        String trimmed = value.strip();
        if (trimmed.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(trimmed));
        }
        try {
            Instant said = ZonedDateTime.parse(trimmed, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            // A year of any length is read.
            Instant until = said.isAfter(ApiResponse.LATEST) ? ApiResponse.LATEST : said;
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
