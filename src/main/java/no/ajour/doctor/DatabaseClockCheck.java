package no.ajour.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;

/** The database's clock against this machine's. Leases go by the database's, positions and tokens by this one. */
final class DatabaseClockCheck implements Check {
    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private final Database database;
    private final InstantSource clock;

    DatabaseClockCheck(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "db clock";
    }

    @Override
    public List<Finding> findings() {
        var jdbc = database.connected();
        Instant before = clock.instant();
        Instant theirs = jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        Instant after = clock.instant();
        Duration ahead = ahead(before, theirs, after);
        String found = Difference.of(ahead, "the database's");
        return List.of(
                ahead.abs().compareTo(TOLERATED) > 0
                        ? Finding.warning(name(), null, found, "synchronise both machines with NTP")
                        : Finding.ok(name(), null, found));
    }

    /** Nothing, if the other clock was read between two readings of ours. */
    static Duration ahead(Instant before, Instant theirs, Instant after) {
        if (theirs.isBefore(before)) {
            return Duration.between(theirs, before);
        }
        return theirs.isAfter(after) ? Duration.between(theirs, after) : Duration.ZERO;
    }
}
