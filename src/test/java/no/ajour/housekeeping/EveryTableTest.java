package no.ajour.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whoever adds a table says how long its rows are kept, and whoever adds a foreign key to what housekeeping deletes says
 * what becomes of the row that has it.
 */
class EveryTableTest {
    private static final Pattern NAMED = Pattern.compile("`([a-z_]+)`");

    private static HikariDataSource database;
    private static JdbcClient jdbc;

    @BeforeAll
    static void connect() {
        database = Postgres.freshDatabase();
        jdbc = JdbcClient.create(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void every_table_is_on_the_page_of_what_is_kept_for_how_long() throws IOException {
        var page = Files.readAllLines(Path.of("docs/retention.md"));
        var named = new ArrayList<String>();
        for (var line : page) {
            if (line.startsWith("| ")) {
                NAMED.matcher(line.substring(0, line.indexOf('|', 1)))
                        .results()
                        .forEach(match -> named.add(match.group(1)));
            }
        }

        assertThat(named)
                .as("tables in the first column of docs/retention.md, each once")
                .containsExactlyInAnyOrderElementsOf(
                        jdbc.sql("""
                                select relname from pg_class join pg_namespace n on n.oid = relnamespace
                                where nspname in ('ajour', 'batch') and relkind in ('r', 'p')
                                """).query(String.class).list());
    }

    @Test
    void what_refers_to_a_row_that_is_deleted_goes_with_it_or_is_dealt_with_before() {
        // c: deleted with it. n: set to null. a: the statement of that step deletes or releases it first.
        assertThat(references("run", "patient", "event", "document", "dead_letter", "change", "tally", "to_journal"))
                .containsExactlyInAnyOrder(
                        "ajour.tally -> ajour.run c",
                        "ajour.run -> ajour.run n",
                        "ajour.digital_active -> ajour.patient c",
                        "ajour.document -> ajour.patient c",
                        "ajour.document_search -> ajour.patient c",
                        "ajour.document_request -> ajour.document c",
                        "ajour.document_part -> ajour.document c",
                        "ajour.health_indicator -> ajour.patient c",
                        "ajour.asked -> ajour.patient c",
                        "ajour.event -> ajour.patient a",
                        "ajour.outgoing_event -> ajour.patient a",
                        "ajour.dead_letter_payload -> ajour.dead_letter c",
                        // Events are not deleted; their resources are.
                        "ajour.acknowledgement -> ajour.event c",
                        "ajour.rejection -> ajour.event c",
                        "ajour.to_journal -> ajour.event c");
        assertThat(references(
                        "batch_job_instance",
                        "batch_job_execution",
                        "batch_job_execution_params",
                        "batch_job_execution_context",
                        "batch_step_execution",
                        "batch_step_execution_context"))
                .containsExactlyInAnyOrder(
                        "batch.batch_job_execution -> batch.batch_job_instance a",
                        "batch.batch_job_execution_params -> batch.batch_job_execution a",
                        "batch.batch_job_execution_context -> batch.batch_job_execution a",
                        "batch.batch_step_execution -> batch.batch_job_execution a",
                        "batch.batch_step_execution_context -> batch.batch_step_execution a");
    }

    @Test
    void every_foreign_key_to_what_is_deleted_has_an_index() {
        assertThat(jdbc.sql("""
                        select f.conrelid::regclass || ' ' || f.conname
                        from pg_constraint f
                        where f.contype = 'f' and f.connamespace in ('ajour'::regnamespace, 'batch'::regnamespace)
                          and f.confrelid <> 'ajour.tenant'::regclass
                          and not exists (select from pg_index i where i.indrelid = f.conrelid and i.indkey[0] = f.conkey[1])
                        """).query(String.class).list()).isEmpty();
    }

    private static List<String> references(String... tables) {
        return jdbc.sql("""
                        select conrelid::regclass || ' -> ' || confrelid::regclass || ' ' || confdeltype::text
                        from pg_constraint
                        where contype = 'f' and confrelid in (
                            select oid from pg_class
                            where relname = any (:tables)
                              and relnamespace in ('ajour'::regnamespace, 'batch'::regnamespace))
                        """).param("tables", tables).query(String.class).list();
    }
}
