package no.ajour.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.boot.convert.DurationStyle;

/** A point in time as people give it. */
final class TimeAgo {
    static final String FORMS =
            "Give a time such as 2026-11-20T06:00:00Z, a date such as 2026-11-20, or how long ago, such as 2d or 6h.";

    private TimeAgo() {}

    /**
     * Reads a time with its zone, a date (its beginning, in this machine's zone), or a duration back from now.
     *
     * @return empty if it is none of these, in the future, or before 1970, where no API has anything
     */
    static Optional<Instant> of(String text, Instant now) {
        return parsed(text, now).filter(time -> !time.isAfter(now) && !time.isBefore(Instant.EPOCH));
    }

    private static Optional<Instant> parsed(String text, Instant now) {
        try {
            if (text.contains("T")) {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            }
            return Optional.of(
                    text.contains("-")
                            ? LocalDate.parse(text)
                                    .atStartOfDay(ZoneId.systemDefault())
                                    .toInstant()
                            : now.minus(DurationStyle.SIMPLE.parse(text)));
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
