package no.ajour.database;

import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Follows the change feed as a consumer does: asks, handles, keeps the cursor of the last change. */
final class Follower {

    /**
     * A change as the feed tells it.
     *
     * @param kind the view
     * @param id what the view knows the row by
     */
    record Change(String kind, long id, boolean deleted) {}

    private final JdbcClient jdbc;
    private final List<Change> seen = new ArrayList<>();
    private @Nullable String cursor;

    /** @param cursor null to begin at the beginning */
    Follower(JdbcClient jdbc, @Nullable String cursor) {
        this.jdbc = jdbc;
        this.cursor = cursor;
    }

    /** Asks once and returns how many changes there were. */
    int take(int most) {
        var changes = jdbc.sql("select cursor, kind, id, deleted from ajour.changes(:after::text, :most)")
                .param("after", cursor)
                .param("most", most)
                .query((row, number) -> {
                    cursor = row.getString("cursor");
                    return new Change(row.getString("kind"), row.getLong("id"), row.getBoolean("deleted"));
                })
                .list();
        seen.addAll(changes);
        return changes.size();
    }

    /** Asks until there is nothing more that can be told now. */
    void takeAll() {
        while (take(500) > 0) {
            // the next ones
        }
    }

    /** Asks until everything has been told that is committed: transactions of other databases count as well. */
    void catchUp() {
        Awaitility.await().until(() -> {
            takeAll();
            var newest = jdbc.sql(
                            "select era || '-' || xid || '-' || id from ajour.change order by era desc, xid desc, id desc limit 1")
                    .query(String.class)
                    .optional();
            return newest.isEmpty() || newest.get().equals(cursor);
        });
    }

    /** In the order in which they were told. */
    List<Change> seen() {
        return List.copyOf(seen);
    }

    void forgetWhatWasSeen() {
        seen.clear();
    }

    @Nullable
    String cursor() {
        return cursor;
    }
}
