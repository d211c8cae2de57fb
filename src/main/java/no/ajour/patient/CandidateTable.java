package no.ajour.patient;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The persons of a list that is being taken in, in a temporary table of the current transaction, so that a list of any
 * length needs little memory here and is compared with what is known by the database.
 */
final class CandidateTable {

    private static final int ROWS_PER_STATEMENT = 10_000;

    private static final String DROP = "drop table if exists pg_temp.received, pg_temp.candidate";

    private static final String CREATE =
            "create temporary table received (tenant_id smallint not null, nin text not null) on commit drop";

    private static final String ADD = """
            insert into pg_temp.received (tenant_id, nin)
            select * from unnest(cast(:tenants as smallint[]), cast(:nins as text[]))
            """;

    // Sorted and indexed afterwards: much faster than an index that grows in any order.
    private static final String DISTINCT = """
            create temporary table candidate on commit drop as
            select distinct tenant_id, nin from pg_temp.received order by tenant_id, nin
            """;

    // Also where the planner underestimates a tenant without statistics, each person is then one look-up.
    private static final String INDEX = "create unique index on pg_temp.candidate (tenant_id, nin)";

    // The planner knows nothing about a temporary table until told.
    private static final String ANALYZE = "analyze pg_temp.candidate";

    private static final String COUNT = "select count(*) from pg_temp.candidate where tenant_id = :tenant";

    private final JdbcClient jdbc;
    private final List<Short> tenants = new ArrayList<>(ROWS_PER_STATEMENT);
    private final List<String> nins = new ArrayList<>(ROWS_PER_STATEMENT);

    /** A new, empty table; a transaction has one at a time. */
    CandidateTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
        jdbc.sql(DROP).update();
        jdbc.sql(CREATE).update();
    }

    void add(short tenant, Nin nin) {
        tenants.add(tenant);
        nins.add(nin.value());
        if (nins.size() == ROWS_PER_STATEMENT) {
            flush();
        }
    }

    /** Makes the persons added so far {@code pg_temp.candidate}, each once. */
    void complete() {
        flush();
        jdbc.sql(DISTINCT).update();
        jdbc.sql(INDEX).update();
        jdbc.sql(ANALYZE).update();
    }

    long distinct(short tenant) {
        return jdbc.sql(COUNT).param("tenant", tenant).query(Long.class).single();
    }

    private void flush() {
        jdbc.sql(ADD)
                .param("tenants", tenants.toArray(Short[]::new))
                .param("nins", nins.toArray(String[]::new))
                .update();
        tenants.clear();
        nins.clear();
    }
}
