package no.ajour.housekeeping;

import java.time.Duration;
import no.ajour.run.Line;
import no.ajour.run.Round;
import no.ajour.run.Tally;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deletes old rows that nothing but their age keeps, or whose statement knows what does. */
final class OldRows implements Round {
    private final JdbcClient jdbc;
    private final Ages ages;
    private final Duration keep;
    private final int size;
    private final Line line;
    private final String sql;

    /**
     * @param size how many at a time
     * @param line counts them
     * @param sql deletes {@code :size} of those that are older than {@code :before} and returns how many it did delete
     */
    OldRows(JdbcClient jdbc, Ages ages, Duration keep, int size, Line line, String sql) {
        this.jdbc = jdbc;
        this.ages = ages;
        this.keep = keep;
        this.size = size;
        this.line = line;
        this.sql = sql;
    }

    @Override
    public boolean take(Tally tally) {
        long deleted = jdbc.sql(sql)
                .param("before", ages.olderThan(keep))
                .param("size", size)
                .query(Long.class)
                .single();
        tally.add(line, deleted);
        return deleted > 0;
    }
}
