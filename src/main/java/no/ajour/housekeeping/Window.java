package no.ajour.housekeeping;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Goes once through the old rows of an index, so many at a time, oldest first. Those that are needed yet stay in the index,
 * and are not looked at again and again.
 */
final class Window {
    private record Row(OffsetDateTime since, long id) {}

    private final JdbcClient jdbc;
    private final String sql;
    private final int size;
    private OffsetDateTime since = OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private long id;

    /**
     * @param sql selects {@code since} and {@code id}, in this order, of those after {@code :since} and {@code :id} that are
     *     older than {@code :before}, {@code :size} at most
     */
    Window(JdbcClient jdbc, String sql, int size) {
        this.jdbc = jdbc;
        this.sql = sql;
        this.size = size;
    }

    /** The next ids; empty at the end. */
    Long[] next(OffsetDateTime before) {
        List<Row> rows = jdbc.sql(sql)
                .param("before", before)
                .param("since", since)
                .param("id", id)
                .param("size", size)
                .query(Row.class)
                .list();
        if (!rows.isEmpty()) {
            since = rows.getLast().since();
            id = rows.getLast().id();
        }
        return rows.stream().map(Row::id).toArray(Long[]::new);
    }
}
