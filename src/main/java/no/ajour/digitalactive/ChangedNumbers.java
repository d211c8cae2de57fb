package no.ajour.digitalactive;

import java.util.Arrays;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The local numbers of a change list, in a temporary table of the transaction at hand: {@code changed_number}. */
final class ChangedNumbers {
    private static final int NUMBERS_A_STATEMENT = 20_000;

    private static final String CREATE = "create temporary table changed_number (nin text not null) on commit drop";

    // A number is eleven digits, the first of which may be 0.
    private static final String ADD = """
            insert into pg_temp.changed_number (nin)
            select lpad(number::text, 11, '0') from unnest(:numbers::bigint[]) as given (number)
            """;

    private static final String ANALYZE = "analyze pg_temp.changed_number";

    private final JdbcClient jdbc;

    ChangedNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Puts the marked numbers into the table, and returns how many PostgreSQL took. */
    long store(LocalNumbers numbers) {
        jdbc.sql(CREATE).update();
        var rows = new Rows();
        numbers.forEachMarked(rows::add);
        rows.flush();
        // The planner knows nothing about a temporary table until told.
        jdbc.sql(ANALYZE).update();
        return rows.stored;
    }

    private final class Rows {
        private final long[] held = new long[NUMBERS_A_STATEMENT];
        private int count;
        private long stored;

        void add(long number) {
            held[count++] = number;
            if (count == held.length) {
                flush();
            }
        }

        void flush() {
            if (count > 0) {
                stored += jdbc.sql(ADD)
                        .param("numbers", Arrays.copyOf(held, count))
                        .update();
                count = 0;
            }
        }
    }
}
