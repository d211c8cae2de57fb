package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What docs/database.md and the README tell an EHR's developer to run does run, by whom they say, from top to bottom. */
class DatabasePageTest {
    private static final Page PAGE = new Page("docs/database.md");
    private static final Map<String, Object> VALUES =
            Map.of("after", 0, "patient", 1, "event_id", 1, "other_event_id", 3, "version", 1, "cursor", "1-0-0");

    private HikariDataSource database;
    private JdbcClient administrator;

    @BeforeEach
    void fill() {
        database = Postgres.freshDatabase();
        administrator = JdbcClient.create(database);
        FeedTables.fill(administrator);
    }

    @AfterEach
    void close() {
        administrator.sql("drop role if exists ehr_lykkeby, kari").update();
        database.close();
    }

    @Test
    void page_runs_from_top_to_bottom() {
        for (var block : PAGE.sql()) {
            var password = block.by().equals("operator") ? "choose another" : "choose one";
            if (block.by().equals("administrator")) {
                Statements.of(block.sql()).forEach(sql -> administrator.sql(sql).update());
            } else {
                runAs(block.by().equals("operator") ? "kari" : "ehr_lykkeby", password, block.sql());
            }
        }

        assertThat(texts("select reference || ' ' || state from ajour.acknowledgement"))
                .containsExactly("J-17 pending");
        assertThat(texts("select event_id || ' ' || reason || ' ' || rejected_by from ajour.rejection"))
                .containsExactly("3 concerns no treatment here ehr_lykkeby");
        assertThat(texts("select reference || ' ' || state from ajour.outgoing_event"))
                .containsExactly("U-1 queued");
        assertThat(texts("select operator || ': ' || action || ', ' || why from ajour.operator_action"))
                .containsExactly("kari: grant tenant, agreement of 1 November");
    }

    @Test
    void readme_runs_as_a_consumer() {
        var blocks = new Page("README.md").sql();
        administrator
                .sql("create role ehr_lykkeby login password 'ehr' in role ajour_consumer")
                .update();
        administrator
                .sql("select ajour.grant_tenant('ehr_lykkeby', '310000019')")
                .query(String.class)
                .list();

        assertThat(blocks).isNotEmpty();
        for (var block : blocks) {
            runAs("ehr_lykkeby", "ehr", block.sql());
        }

        assertThat(texts("select event_id || ' ' || journaled_version from ajour.acknowledgement"))
                .containsExactly("1 1");
    }

    @Test
    void errors_are_those_that_the_page_lists() {
        var statements = new TreeMap<String, String>(Map.of(
                "40001", "select ajour.mark_journaled(1, null, 7)",
                "P0002", "select ajour.mark_journaled(2)",
                "55000", "select ajour.mark_journaled(1); select ajour.reject_event(1, 'too late')",
                "22023", "select ajour.reject_event(1, ' ')",
                "23505",
                        "select ajour.queue_event('310000019', 'U-1', '{\"resourceType\": \"Bundle\"}'),"
                                + " ajour.queue_event('310000019', 'U-1', '{\"resourceType\": \"Composition\"}')",
                "54000",
                        "select ajour.queue_event('310000019', 'U-2',"
                                + " jsonb_build_object('resourceType', 'Bundle', 'x', repeat('x', 1000000)))",
                "24000", "select ajour.changes('7-1-1')",
                "34000", "select ajour.changes('17')",
                "42501", "select ajour.health_indicators.* from ajour.health_indicators"));
        var listed = Pattern.compile("(?m)^\\| ([0-9A-Z]{5}) \\|")
                .matcher(PAGE.text())
                .results();
        administrator
                .sql("create role ehr_lykkeby login password 'ehr' in role ajour_consumer")
                .update();
        administrator
                .sql("select ajour.grant_tenant('ehr_lykkeby', '310000019')")
                .query(String.class)
                .list();

        assertThat(listed.map(match -> match.group(1))).containsExactlyInAnyOrderElementsOf(statements.keySet());
        try (var pool = Postgres.pool(database.getJdbcUrl(), "ehr_lykkeby", "ehr")) {
            var consumer = JdbcClient.create(pool);
            statements.forEach((state, sql) -> assertThat(Sql.stateOf(() -> Statements.of(sql)
                            .forEach(one -> consumer.sql(one).query().listOfRows())))
                    .as(sql)
                    .isEqualTo(state));
        }
    }

    @Test
    void a_role_without_a_tenant_gets_an_error_and_not_an_empty_answer() {
        administrator
                .sql("create role ehr_lykkeby login password 'ehr' in role ajour_consumer")
                .update();
        try (var pool = Postgres.pool(database.getJdbcUrl(), "ehr_lykkeby", "ehr")) {
            var consumer = JdbcClient.create(pool);

            assertThat(Sql.stateOf(() -> consumer.sql("select nin from ajour.patients")
                            .query()
                            .listOfRows()))
                    .isEqualTo("42501");
        }
    }

    private void runAs(String login, String password, String sql) {
        try (var pool = Postgres.pool(database.getJdbcUrl(), login, password)) {
            var jdbc = JdbcClient.create(pool);
            for (var statement : Statements.of(sql)) {
                try {
                    jdbc.sql(statement).params(VALUES).query().listOfRows();
                } catch (DataAccessException e) {
                    throw new AssertionError(statement, e);
                }
            }
        }
    }

    private java.util.List<String> texts(String sql) {
        return administrator.sql(sql).query(String.class).list();
    }
}
