package no.ajour.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads dead letters. */
public final class LetterQuery {

    private static final String CHOSEN = """
            where (cardinality(:ids::bigint[]) = 0 or d.id = any (:ids::bigint[]))
              and (:job::text is null or d.job = :job)
              and (cardinality(:tenants::text[]) = 0 or d.tenant = any (:tenants::text[]))
              and (cardinality(:causes::text[]) = 0 or d.cause = any (:causes::text[]))
              and d.state = any (:states::text[])
            """;

    private static final String ROWS = """
            select d.id, d.job, d.tenant, d.record, d.cause, d.message, d.state, d.attempts, d.first_seen, d.last_seen,
                   d.version, d.closed_at, d.run_id,
                   exists (select from ajour.dead_letter_payload p where p.letter_id = d.id) as has_payload
            from ajour.dead_letter d
            """ + CHOSEN + "order by d.job, d.cause, d.id limit :limit";

    private static final String COUNTS =
            """
            select d.job, d.cause, count(*), count(distinct d.tenant), min(d.first_seen), max(d.last_seen)
            from ajour.dead_letter d
            """ + CHOSEN + "group by d.job, d.cause order by count(*) desc, d.job, d.cause";

    private final JdbcClient jdbc;

    LetterQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The letters of a selection, those of a job and cause together. */
    public List<LetterRow> list(LetterSelection selection, int limit) {
        return chosen(ROWS, selection)
                .param("limit", limit)
                .query(LetterQuery::letter)
                .list();
    }

    /** How many there are of each job and cause, the most first. */
    public List<LetterCount> counts(LetterSelection selection) {
        return chosen(COUNTS, selection)
                .query((row, number) -> new LetterCount(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getTimestamp(5).toInstant(),
                        row.getTimestamp(6).toInstant()))
                .list();
    }

    /** One letter, closed or not. */
    public Optional<LetterRow> find(long id) {
        return list(new LetterSelection(List.of(id), null, List.of(), List.of(), LetterSelection.STATES), 1).stream()
                .findFirst();
    }

    /** What was received, patients' numbers and all; empty if nothing was kept. */
    public Optional<String> payload(long id) {
        return jdbc.sql("select payload from ajour.dead_letter_payload where letter_id = :id")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    /** The tenants that have letters, whether or not they are configured. */
    public List<String> tenants() {
        return jdbc.sql("select distinct tenant from ajour.dead_letter order by tenant")
                .query(String.class)
                .list();
    }

    private JdbcClient.StatementSpec chosen(String sql, LetterSelection selection) {
        return jdbc.sql(sql)
                .param("ids", selection.ids().toArray(Long[]::new))
                .param("job", selection.job())
                .param("tenants", selection.tenants().toArray(String[]::new))
                .param("causes", selection.causes().toArray(String[]::new))
                .param("states", selection.states().toArray(String[]::new));
    }

    private static LetterRow letter(ResultSet row, int number) throws SQLException {
        return new LetterRow(
                row.getLong("id"),
                row.getString("job"),
                row.getString("tenant"),
                row.getString("record"),
                row.getString("cause"),
                row.getString("message"),
                row.getString("state"),
                row.getInt("attempts"),
                row.getTimestamp("first_seen").toInstant(),
                row.getTimestamp("last_seen").toInstant(),
                instant(row, "version"),
                instant(row, "closed_at"),
                row.getLong("run_id"),
                row.getBoolean("has_payload"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
