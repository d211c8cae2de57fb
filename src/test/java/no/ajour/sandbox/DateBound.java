package no.ajour.sandbox;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code _lastUpdated} value: a FHIR date search parameter (hl7.org/fhir/R4/search.html#date). The value stands for
 * the whole interval of its precision, and the prefix compares with that interval.
 *
 * @param from the interval's first instant
 * @param to the first instant after it
 */
record DateBound(Prefix prefix, Instant from, Instant to) {
    enum Prefix {
        EQ,
        GE,
        GT,
        LE,
        LT
    }

    private static final Pattern VALUE = Pattern.compile("(eq|ge|gt|le|lt)?(\\d{4}.*)");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(?:\\.(\\d{1,9}))?)?(Z|[+-]\\d\\d:\\d\\d)");

    /**
     * Reads a value with its prefix, {@code eq} if there is none.
     *
     * @throws IllegalArgumentException when it is no FHIR date with one of these prefixes
     */
    static DateBound parse(String text) {
        Matcher matcher = VALUE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no date with a prefix eq, ge, gt, le or lt");
        }
        Prefix prefix = matcher.group(1) == null
                ? Prefix.EQ
                : Prefix.valueOf(matcher.group(1).toUpperCase(java.util.Locale.ROOT));
        String value = matcher.group(2);
        try {
            return switch (value.length()) {
                case 4 ->
                    days(
                            prefix,
                            Year.parse(value).atDay(1),
                            Year.parse(value).plusYears(1).atDay(1));
                case 7 ->
                    days(
                            prefix,
                            YearMonth.parse(value).atDay(1),
                            YearMonth.parse(value).plusMonths(1).atDay(1));
                case 10 ->
                    days(prefix, LocalDate.parse(value), LocalDate.parse(value).plusDays(1));
                default -> time(prefix, value);
            };
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no such date or time");
        }
    }

    private static DateBound days(Prefix prefix, LocalDate from, LocalDate to) {
        return new DateBound(
                prefix,
                from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                to.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static DateBound time(Prefix prefix, String value) {
        Matcher matcher = TIME.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "no FHIR time with a zone (a plus sign must be encoded as percent and 2B)");
        }
        Instant from = OffsetDateTime.parse(value).toInstant();
        String fraction = matcher.group(2);
        Duration precision = matcher.group(1) == null ? Duration.ofMinutes(1) : Duration.ofSeconds(1);
        for (int digit = 0; fraction != null && digit < fraction.length(); digit++) {
            precision = precision.dividedBy(10);
        }
        return new DateBound(prefix, from, from.plus(precision));
    }

    boolean holds(Instant time) {
        return switch (prefix) {
            case EQ -> !time.isBefore(from) && time.isBefore(to);
            case GE -> !time.isBefore(from);
            case GT -> !time.isBefore(to);
            case LE -> time.isBefore(to);
            case LT -> time.isBefore(from);
        };
    }
}
