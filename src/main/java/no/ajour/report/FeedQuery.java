package no.ajour.report;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads whether consumers of the change feed get what is committed. */
public final class FeedQuery {
    private final JdbcClient jdbc;

    public FeedQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty if everything that is committed can be told. */
    public Optional<HeldBack> heldBack() {
        return jdbc.sql("select since, process, role, database from ajour.feed_held_back() where since is not null")
                .query((row, number) -> new HeldBack(
                        row.getObject("since", OffsetDateTime.class).toInstant(),
                        row.getObject("process", Integer.class),
                        row.getString("role"),
                        row.getString("database")))
                .optional();
    }
}
