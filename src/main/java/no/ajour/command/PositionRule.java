package no.ajour.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import no.ajour.run.Run;
import org.jspecify.annotations.Nullable;

/** What may be set as a position of a job, and what comes of it. */
enum PositionRule {
    /** Helsenorge's offset, sent back as it is. */
    DIGITAL_ACTIVE("digital-active", true) {
        @Override
        List<String> names() {
            return List.of("offset");
        }

        @Override
        String stored(Instant time, String given) {
            return given;
        }
    },
    /** JFT's watermarks. */
    JOURNAL_EVENTS("journal-events", false) {
        @Override
        List<String> names() {
            return List.of("Bundle", "Composition", "MedicationDispense");
        }

        @Override
        String stored(Instant time, String given) {
            return time.toString();
        }
    };

    private final String job;
    private final boolean national;

    PositionRule(String job, boolean national) {
        this.job = job;
        this.national = national;
    }

    static Optional<PositionRule> of(String job) {
        return Arrays.stream(values()).filter(rule -> rule.job.equals(job)).findFirst();
    }

    static List<String> jobs() {
        return Arrays.stream(values()).map(rule -> rule.job).toList();
    }

    abstract List<String> names();

    /** Whom it has positions for: all tenants together, or each of these. */
    List<String> tenants(List<String> configured) {
        return national ? List.of(Run.NATIONAL) : configured;
    }

    /** The value as the job would store it; empty if it is no time with its zone, in the future, or before 1970. */
    Optional<String> value(String given, Instant now) {
        try {
            var time = OffsetDateTime.parse(given).toInstant();
            return time.isAfter(now) || time.isBefore(Instant.EPOCH)
                    ? Optional.empty()
                    : Optional.of(stored(time, given));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    abstract String stored(Instant time, String given);

    /**
     * What a move means, in words.
     *
     * @param from null for none
     * @param to null for none
     */
    String meaning(@Nullable String from, @Nullable String to) {
        if (to == null) {
            return national
                    ? "Without an offset everyone on the lists is refreshed by the next run."
                    : "Without a position everything that JFT has is read again by the next run.";
        }
        var old = from == null ? null : time(from);
        if (old == null) {
            return "What lies before the new value will not be read.";
        }
        int moved = old.compareTo(OffsetDateTime.parse(to).toInstant());
        if (moved == 0) {
            return "It stays where it is.";
        }
        return moved < 0
                ? "AHEAD: what changed between the two is never read, and nothing will tell."
                : "Back: what changed since the new value is read again.";
    }

    private static @Nullable Instant time(String value) {
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
