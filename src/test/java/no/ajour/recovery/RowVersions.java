package no.ajour.recovery;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every row of schema {@code ajour} by its place and the transaction that wrote it: equal only if nothing was committed in
 * between. Spring Batch's tables are not among them: a run that wakes up says once more of its own execution that it has
 * failed. Nor are people's sessions, which go on whoever refreshes them, by claims of their own.
 */
record RowVersions(Set<String> rows) {

    static RowVersions of(JdbcClient database) {
        var rows = new HashSet<String>();
        database.sql("""
                        select format('%I.%I', table_schema, table_name) from information_schema.tables
                        where table_schema = 'ajour' and table_type = 'BASE TABLE' and table_name <> 'user_session'
                        """)
                .query(String.class)
                .list()
                .forEach(table -> rows.addAll(
                        database.sql("select '" + table + " ' || ctid || ', transaction ' || xmin from " + table)
                                .query(String.class)
                                .list()));
        return new RowVersions(rows);
    }

    /** What differs from an earlier look. */
    List<String> since(RowVersions earlier) {
        return Stream.concat(
                        rows.stream().filter(row -> !earlier.rows.contains(row)).map(row -> "new: " + row),
                        earlier.rows.stream().filter(row -> !rows.contains(row)).map(row -> "gone: " + row))
                .sorted()
                .toList();
    }
}
