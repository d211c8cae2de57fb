package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.OutputWatch;
import no.ajour.testing.Postgres;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The examples in sql/consumer, each as a login that may see one municipality of two: events 1, 3 and 5 are its own. */
// The feed waits for every open transaction of the server.
@ResourceLock(Postgres.QUIET)
class ConsumerExamplesTest {
    private static final Path EXAMPLES = Path.of("sql/consumer");
    private static final String LOGIN = "examples_of_lykkeby";
    private static final String PASSWORD = "ehr";

    private HikariDataSource database;
    private HikariDataSource ehr;
    private JdbcClient jdbc;
    private JdbcClient consumer;

    @BeforeEach
    void fill() {
        database = Postgres.quietDatabase();
        jdbc = JdbcClient.create(database);
        FeedTables.fill(jdbc);
        jdbc.sql("create role %s login password '%s' in role ajour_consumer".formatted(LOGIN, PASSWORD))
                .update();
        jdbc.sql("select ajour.grant_tenant(?, '310000019')")
                .param(LOGIN)
                .query(String.class)
                .list();
        ehr = Postgres.pool(database.getJdbcUrl(), LOGIN, PASSWORD);
        consumer = JdbcClient.create(ehr);
    }

    @AfterEach
    void close() {
        ehr.close();
        jdbc.sql("drop role " + LOGIN).update();
        database.close();
    }

    @Test
    void polling_gives_the_events_that_wait_with_their_patients() throws IOException {
        assertThat(column("event_id", run("poll_events.sql", Map.of("after", 0))))
                .containsExactly(1L, 3L, 5L);
        assertThat(run("poll_events.sql", Map.of("after", 3))).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("event_id", 5L)
                .containsEntry("version", 1)
                .containsEntry("nin", SyntheticNin.number(4)));
    }

    @Test
    void a_journaled_event_waits_no_longer_and_is_to_be_acknowledged() throws IOException {
        run("journal_event.sql", Map.of("event", 1, "reference", "J-1", "version", 1));

        assertThat(texts("select event_id || ' ' || reference || ' ' || state from ajour.acknowledgement"))
                .containsExactly("1 J-1 pending");
        assertThat(column("event_id", run("poll_events.sql", Map.of("after", 0))))
                .containsExactly(3L, 5L);
    }

    @Test
    void a_rejected_event_waits_no_longer_and_is_not_to_be_acknowledged() throws IOException {
        run("reject_event.sql", Map.of("event", 3, "reason", "not ours", "version", 1));

        assertThat(texts("select event_id || ' ' || reason || ' ' || rejected_by from ajour.rejection"))
                .containsExactly("3 not ours " + LOGIN);
        assertThat(texts("select state from ajour.acknowledgement")).isEmpty();
        assertThat(column("event_id", run("poll_events.sql", Map.of("after", 0))))
                .containsExactly(1L, 5L);
    }

    @Test
    void a_queued_event_is_there_once_however_often_it_is_queued() throws IOException {
        Map<String, Object> event =
                Map.of("orgnr", "310000019", "reference", "U-1", "resource", "{\"resourceType\": \"Bundle\"}");

        assertThat(run("queue_event.sql", event)).isEqualTo(run("queue_event.sql", event));

        assertThat(texts("select reference || ' ' || state || ' ' || queued_by from ajour.outgoing_event"))
                .containsExactly("U-1 queued " + LOGIN);
    }

    @Test
    void whoever_reads_all_first_and_follows_then_knows_what_the_views_know() throws IOException {
        var first = runAll("first_read.sql", Map.of());
        var cursor = (String) first.getFirst().getFirst().get("newest_cursor");

        assertThat(column("patient_id", first.get(1))).containsExactly(1L, 3L, 5L);
        assertThat(column("patient_id", first.get(2))).containsExactly(1L, 3L);
        assertThat(column("event_id", first.get(3))).containsExactly(1L, 3L, 5L);
        assertThat(first.get(4)).isEmpty();

        jdbc.sql("update ajour.digital_active set active_self = false").update();
        jdbc.sql("update ajour.event set version = 2").update();
        run("journal_event.sql", Map.of("event", 5, "reference", "J-5", "version", 2));
        var changes = follow("follow_changes.sql", cursor, 6);

        assertThat(changes.stream().map(row -> row.get("kind") + " " + row.get("id")))
                .containsExactly(
                        "digital_active_status 1",
                        "digital_active_status 3",
                        "events 1",
                        "events 3",
                        "events 5",
                        "acknowledgements 5");
        assertThat(changes.getFirst()).containsEntry("active_self", false).containsEntry("area", 3);
        assertThat(changes.get(4)).containsEntry("version", 2).containsEntry("nin", SyntheticNin.number(4));
        assertThat(changes.getLast())
                .containsEntry("acknowledgement", "pending")
                .containsEntry("journaled", true);
    }

    @Test
    void following_from_the_beginning_needs_no_cursor() throws IOException {
        var changes = follow("follow_changes.sql", null, 3 + 3 + 2);

        assertThat(new LinkedHashSet<>(column("kind", changes)))
                .containsExactly("patients", "events", "digital_active_status");
    }

    @Test
    void statuses_that_changed_come_with_the_number_and_those_that_are_gone_without() throws IOException {
        var cursor =
                consumer.sql("select ajour.newest_cursor()").query(String.class).single();
        jdbc.sql("update ajour.digital_active set active_self = false where patient_id = 1")
                .update();
        jdbc.sql("update ajour.patient set listed = false, delisted_at = now() where id = 3")
                .update();
        jdbc.sql("update ajour.event set version = 2 where id = 5").update();
        var rows = follow("digital_active.sql", cursor, 3);

        assertThat(rows.get(0))
                .containsEntry("patient_id", 1L)
                .containsEntry("nin", SyntheticNin.number(0))
                .containsEntry("active_self", false);
        assertThat(rows.get(1))
                .containsEntry("kind", "patients")
                .containsEntry("patient_id", 3L)
                .containsEntry("nin", null);
        assertThat(rows.get(2)).containsEntry("kind", "events").containsEntry("nin", null);
    }

    @Test
    void overview_of_a_patient_has_the_newest_event_first() throws IOException {
        jdbc.sql("update ajour.event set resource = resource || '{\"title\": \"Epikrise\"}' where id = 1")
                .update();
        jdbc.sql("""
                        insert into ajour.event (tenant_id, resource_type, resource_id, last_updated, content_digest,
                                                 patient_id, resource, received_at, changed_at, synced_at, run_id)
                        values (1, 'MedicationDispense', 'm-1', now() + interval '1 hour', 'digest', 1,
                                '{"medicationCodeableConcept": {"text": "Paracet"}}', now(), now(), now(), 1)
                        """).update();
        run("journal_event.sql", Map.of("event", 1, "reference", "J-1", "version", 1));

        var overview = runAll("patient_overview.sql", Map.of("patient", 1));

        assertThat(overview.get(0)).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("active_self", true)
                .containsEntry("listed", true));
        assertThat(column("title", overview.get(1))).containsExactly("Paracet", "Epikrise");
        assertThat(column("reference", overview.get(1))).containsExactly(null, "J-1");
        assertThat(runAll("patient_overview.sql", Map.of("patient", 2)))
                .as("a patient of the other municipality")
                .containsExactly(List.of(), List.of());
    }

    @Test
    void consumer_journals_all_that_waits_and_reads_again_what_changes_meanwhile() throws Exception {
        // The consumer has read the first when it comes to mark it, and waits there for its turn.
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(hashtext('ajour.event'), hashint8(1))");
            var process = start();
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> waits() || !process.isAlive());
            jdbc.sql("update ajour.event set version = 2 where id = 1").update();
            connection.rollback();

            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(OutputWatch.numbersIn(output)).isEmpty();
            assertThat(output.lines())
                    .containsExactly(
                            "journaling event 1, version 1",
                            "journaling event 1, version 2",
                            "journaling event 3, version 1",
                            "journaling event 5, version 1");
        }

        assertThat(texts("select reference || ' ' || journaled_version from ajour.acknowledgement order by event_id"))
                .containsExactly("J-1 2", "J-3 1", "J-5 1");
        assertThat(run("poll_events.sql", Map.of("after", 0))).isEmpty();
        assertThat(texts("select event_id::text from ajour.to_journal order by event_id"))
                .as("the other municipality's")
                .containsExactly("2", "4", "6");
    }

    @Test
    void examples_are_no_migrations_and_each_is_run_here() throws IOException {
        try (var files = Files.list(EXAMPLES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "Consumer.java",
                            "digital_active.sql",
                            "first_read.sql",
                            "follow_changes.sql",
                            "journal_event.sql",
                            "patient_overview.sql",
                            "poll_events.sql",
                            "queue_event.sql",
                            "reject_event.sql");
        }
        assertThat(getClass().getResource("/sql/consumer/poll_events.sql"))
                .as("on the class path, where Flyway looks")
                .isNull();
    }

    private Process start() throws Exception {
        var driver = Path.of(Class.forName("org.postgresql.Driver")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        driver.toString(),
                        EXAMPLES.resolve("Consumer.java").toString(),
                        database.getJdbcUrl(),
                        LOGIN,
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
    }

    private boolean waits() {
        return jdbc.sql("select exists (select from pg_stat_activity where usename = ? and wait_event_type = 'Lock')")
                .param(LOGIN)
                .query(Boolean.class)
                .single();
    }

    // As often as it takes until so many rows have come: transactions of other databases of the server hold them back.
    private List<Map<String, @Nullable Object>> follow(String example, @Nullable String cursor, int rows)
            throws IOException {
        var came = new ArrayList<Map<String, @Nullable Object>>();
        var values = new HashMap<String, @Nullable Object>();
        values.put("after", cursor);
        Awaitility.await().until(() -> {
            var next = run(example, values);
            came.addAll(next);
            if (!next.isEmpty()) {
                values.put("after", next.getLast().get("cursor"));
            }
            return came.size() >= rows;
        });
        assertThat(came).hasSize(rows);
        return came;
    }

    private List<Map<String, @Nullable Object>> run(String example, Map<String, ? extends @Nullable Object> values)
            throws IOException {
        var results = runAll(example, values);
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    private List<List<Map<String, @Nullable Object>>> runAll(
            String example, Map<String, ? extends @Nullable Object> values) throws IOException {
        return Statements.of(Files.readString(EXAMPLES.resolve(example))).stream()
                .map(sql -> consumer.sql(sql).params(values).query().listOfRows())
                .toList();
    }

    private static List<@Nullable Object> column(String name, List<Map<String, @Nullable Object>> rows) {
        var values = new ArrayList<@Nullable Object>();
        rows.forEach(row -> values.add(row.get(name)));
        return values;
    }

    private List<String> texts(String sql) {
        return jdbc.sql(sql).query(String.class).list();
    }
}
