package no.ajour.housekeeping;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is old. Rows are stamped by the database's clock or by that of the process that wrote them. The earlier of the
 * two clocks counts, since what was deleted because one of them had run ahead would not come back.
 */
final class Ages {
    private final JdbcClient jdbc;
    private final InstantSource clock;

    Ages(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The time before which something must have happened to be older than that. */
    OffsetDateTime olderThan(Duration age) {
        Instant now = jdbc.sql("select least(clock_timestamp(), :now::timestamptz)")
                .param("now", Timestamp.from(clock.instant()))
                .query(Timestamp.class)
                .single()
                .toInstant();
        return now.minus(age).atOffset(ZoneOffset.UTC);
    }
}
