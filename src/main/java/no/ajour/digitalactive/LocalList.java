package no.ajour.digitalactive;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the numbers on all tenants' lists into memory. */
final class LocalList {
    private static final int ROWS_A_FETCH = 20_000;

    private static final String COUNT = """
            select count(*) from ajour.patient
            where listed
            """;

    private static final String NUMBERS = """
            select nin from ajour.patient
            where listed
            """;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate snapshot;

    LocalList(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.snapshot = new TransactionTemplate(transactions);
        // Counted first, so that the array is made once and never copied; both statements must see the same rows.
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    /** Also those of tenants that are not configured now: the offset moves for them too, and their requests wait. */
    LocalNumbers load() {
        return snapshot.execute(status -> {
            Integer count = jdbc.queryForObject(COUNT, Integer.class);
            return read(count == null ? 0 : count);
        });
    }

    private LocalNumbers read(int count) {
        var numbers = new long[count];
        var next = new int[1];
        RowCallbackHandler keep = row -> numbers[next[0]++] = row.getLong(1);
        jdbc.query(
                connection -> {
                    // Streams instead of holding the whole result, since this is in a transaction.
                    var statement = connection.prepareStatement(NUMBERS);
                    statement.setFetchSize(ROWS_A_FETCH);
                    return statement;
                },
                keep);
        return LocalNumbers.of(numbers, next[0]);
    }
}
