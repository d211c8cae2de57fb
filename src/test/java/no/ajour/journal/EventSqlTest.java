package no.ajour.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.IntStream;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What storing a page costs, on one connection as in a run. */
class EventSqlTest {
    private static final int PAGES = 40;
    private static final int A_PAGE = 25;

    @Test
    void a_page_does_not_read_the_pages_before_it() throws SQLException {
        try (var database = Postgres.freshDatabase();
                var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            var jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            jdbc.sql("insert into ajour.tenant (orgnr, name) values ('310000019', 'Lykkeby')")
                    .update();
            jdbc.sql("insert into ajour.run (job, tenant, token) values ('journal-events', '310000019', 1)")
                    .update();
            // As after some statements, when the server has ceased to plan each of them anew.
            jdbc.sql("set local plan_cache_mode = force_generic_plan").update();

            IntStream.range(0, PAGES).forEach(page -> store(jdbc, page));

            assertThat(jdbc.sql("select count(*) from ajour.event")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(PAGES * A_PAGE);
            // The check of each new row's references is among them; the count above is not an index's.
            assertThat(jdbc.sql("""
                                    select idx_tup_fetch from pg_stat_xact_user_tables
                                    where schemaname = 'ajour' and relname = 'event'
                                    """).query(Integer.class).single()).isLessThan(4 * PAGES * A_PAGE);
        }
    }

    private static void store(JdbcClient jdbc, int page) {
        var ids = texts("00000000-0000-4000-8000-%012d", page);
        var nothing = new String[A_PAGE];
        jdbc.sql(EventSql.STORE)
                .param("tenant", (short) 1)
                .param("type", "Bundle")
                .param("now", new java.sql.Timestamp(0))
                .param("run", 1)
                .param("ids", ids)
                .param("times", texts("2026-01-01T00:00:00Z", page))
                .param("digests", texts("%064d", page))
                .param("patients", new Long[A_PAGE])
                .param("unmatched", texts("no-number", page))
                .param("systems", nothing)
                .param("clientIds", nothing)
                .param("clientNames", nothing)
                .param("orgnrs", nothing)
                .param("texts", texts("{\"resourceType\":\"Bundle\"}", page))
                .query()
                .listOfRows();
    }

    private static String[] texts(String form, int page) {
        return IntStream.range(page * A_PAGE, (page + 1) * A_PAGE)
                .mapToObj(number -> form.contains("%") ? String.format(form, number) : form)
                .toArray(String[]::new);
    }
}
