package no.ajour.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How far an API has been read.
 *
 * @param name {@code offset}, or the type of the events
 * @param value as stored
 * @param movedAt when it was stored
 * @param asOf the time that it stands for: its value if that is a time, else when it was stored
 * @param goodUntil when it becomes too old to go on from; null where age does no harm
 */
public record PositionStatus(
        String name,
        String value,
        Instant movedAt,
        Instant asOf,
        @Nullable Instant goodUntil) {

    static PositionStatus of(String job, String name, String value, Instant movedAt, OffsetLimit limit) {
        var asOf = asOf(value, movedAt);
        return new PositionStatus(name, value, movedAt, asOf, limit.goodUntil(job, name, asOf));
    }

    private static Instant asOf(String value, Instant movedAt) {
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            return movedAt;
        }
    }
}
