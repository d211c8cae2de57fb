package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import no.ajour.testing.Postgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an EHR says with functions, and what then waits to be journaled. */
class ConsumerFunctionsTest {
    private static final String LYKKEBY = "310000019";

    private HikariDataSource database;
    private JdbcClient jdbc;

    @BeforeEach
    void fill() {
        database = Postgres.freshDatabase();
        jdbc = JdbcClient.create(database);
        FeedTables.fill(jdbc);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void events_of_listed_persons_wait_until_they_are_journaled_or_rejected() {
        assertThat(waiting()).containsExactly("1/1", "2/1", "3/1", "4/1", "5/1", "6/1");

        journal(1);
        reject(2, "not a matter of ours");
        jdbc.sql("update ajour.patient set listed = false where id = 3").update();

        assertThat(waiting()).containsExactly("4/1", "5/1", "6/1");
        jdbc.sql("update ajour.patient set listed = true where id = 3").update();
        assertThat(waiting()).containsExactly("3/1", "4/1", "5/1", "6/1");
    }

    @Test
    void a_newer_version_waits_again_whatever_was_said_of_the_older_one() {
        journal(1);
        reject(2, "not a matter of ours");

        newVersion(1, 2, 3);

        assertThat(waiting()).containsExactly("1/2", "2/2", "3/2", "4/1", "5/1", "6/1");
        journal(3);
        assertThat(waiting()).containsExactly("1/2", "2/2", "4/1", "5/1", "6/1");
    }

    @Test
    void an_event_stamped_anew_waits_no_more_than_before() {
        journal(1);
        reject(2, "not a matter of ours");

        jdbc.sql("update ajour.event set last_updated = now() + interval '1 minute'")
                .update();

        assertThat(waiting()).containsExactly("3/1", "4/1", "5/1", "6/1");
    }

    @Test
    void an_event_whose_person_is_found_later_waits_from_then_on() {
        jdbc.sql("update ajour.event set patient_id = null, unmatched = 'no-number' where id = 1")
                .update();
        assertThat(waiting()).containsExactly("2/1", "3/1", "4/1", "5/1", "6/1");

        jdbc.sql("update ajour.event set patient_id = 1, unmatched = null where id = 1")
                .update();

        assertThat(waiting()).containsExactly("1/1", "2/1", "3/1", "4/1", "5/1", "6/1");
    }

    @Test
    void an_acknowledgement_that_is_taken_back_makes_its_event_wait_again() {
        journal(1);

        jdbc.sql("delete from ajour.acknowledgement").update();

        assertThat(waiting()).contains("1/1");
    }

    /** JFT stamps an event anew when it is read; that must not wait for an EHR that is journaling it. */
    @Test
    void an_ehr_that_is_marking_an_event_does_not_hold_up_the_job_that_stores_it_anew() throws SQLException {
        try (var ehr = database.getConnection();
                var marking = ehr.createStatement()) {
            ehr.setAutoCommit(false);
            marking.execute("select ajour.mark_journaled(1), ajour.reject_event(2, 'not ours')");

            try (var job = database.getConnection();
                    var storing = job.createStatement()) {
                storing.execute("set lock_timeout = '2s'");
                storing.execute("update ajour.event set last_updated = now() where id in (1, 2)");
                storing.execute("update ajour.event set version = 2 where id in (1, 2)");
                storing.execute("reset lock_timeout");
            }
            ehr.commit();
        }

        assertThat(waiting()).containsExactly("1/2", "2/2", "3/1", "4/1", "5/1", "6/1");
    }

    /** Two of an EHR's sessions at the same event: the second goes by what the first did. */
    @Test
    void an_event_that_is_being_journaled_cannot_be_rejected_meanwhile() throws Exception {
        try (var ehr = database.getConnection();
                var marking = ehr.createStatement();
                var other = Executors.newSingleThreadExecutor()) {
            ehr.setAutoCommit(false);
            marking.execute("select ajour.mark_journaled(1)");

            var rejected = other.submit(() -> Sql.stateOf(() -> reject(1, "not ours")));
            Awaitility.await().until(() -> Postgres.someoneWaits(database));
            ehr.commit();

            assertThat(rejected.get(10, TimeUnit.SECONDS)).isEqualTo("55000");
        }
        assertThat(jdbc.sql("select count(*) from ajour.rejected_events")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void an_event_that_was_journaled_before_its_person_was_found_does_not_wait_again() {
        jdbc.sql("update ajour.event set patient_id = null, unmatched = 'no-number' where id in (1, 2)")
                .update();
        journal(1);
        reject(2, "nobody's");

        jdbc.sql("update ajour.event set patient_id = id, unmatched = null where id in (1, 2)")
                .update();

        assertThat(waiting()).containsExactly("3/1", "4/1", "5/1", "6/1");
    }

    @Test
    void rejecting_twice_is_rejecting_once() {
        assertThat(reject(1, "not ours")).isTrue();
        assertThat(reject(1, "not ours")).isFalse();
        assertThat(reject(1, "not ours, and here is why")).isTrue();

        assertThat(jdbc.sql(
                                "select event_id || ' ' || version || ' ' || newest || ' ' || reason from ajour.rejected_events")
                        .query(String.class)
                        .list())
                .containsExactly("1 1 true not ours, and here is why");
    }

    @Test
    void what_is_journaled_cannot_be_rejected_and_what_is_rejected_can_be_journaled() {
        journal(1);
        reject(2, "not ours");

        assertThat(Sql.stateOf(() -> reject(1, "not ours"))).isEqualTo("55000");
        journal(2);

        assertThat(jdbc.sql("select count(*) from ajour.rejected_events")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(waiting()).containsExactly("3/1", "4/1", "5/1", "6/1");
    }

    @Test
    void rejecting_asks_for_a_reason_an_event_and_the_version_that_was_read() {
        newVersion(1);

        assertThat(Sql.stateOf(() -> reject(1, " "))).isEqualTo("22023");
        assertThat(Sql.stateOf(() -> reject(4711, "not ours"))).isEqualTo("P0002");
        assertThat(Sql.stateOf(() -> jdbc.sql("select ajour.reject_event(1, 'not ours', 1)")
                        .query(Boolean.class)
                        .single()))
                .isEqualTo("40001");
        assertThat(waiting()).contains("1/2");
    }

    @Test
    void an_event_queued_twice_under_one_reference_is_one_event() {
        long first = queue(LYKKEBY, "E-1", "{\"resourceType\": \"Composition\", \"title\": \"A\"}");

        assertThat(queue(LYKKEBY, "E-1", "{\"title\": \"A\", \"resourceType\": \"Composition\"}"))
                .isEqualTo(first);
        assertThat(queue("310000027", "E-1", "{\"resourceType\": \"Composition\"}"))
                .as("another tenant's reference is its own")
                .isNotEqualTo(first);
        assertThat(stateOfQueue(LYKKEBY, "E-1", "{\"resourceType\": \"Composition\", \"title\": \"B\"}"))
                .isEqualTo("23505");
        assertThat(jdbc.sql("select orgnr || ' ' || reference || ' ' || resource_type || ' ' || state"
                                + " from ajour.outgoing_events order by 1")
                        .query(String.class)
                        .list())
                .containsExactly("310000019 E-1 Composition queued", "310000027 E-1 Composition queued");
    }

    @Test
    void what_jft_would_not_take_is_not_queued() {
        assertThat(stateOfQueue(LYKKEBY, "E-1", "{\"resourceType\": \"Patient\"}"))
                .isEqualTo("22023");
        assertThat(stateOfQueue(LYKKEBY, "E-1", "[]")).isEqualTo("22023");
        assertThat(stateOfQueue(LYKKEBY, " ", "{\"resourceType\": \"Bundle\"}")).isEqualTo("22023");
        assertThat(stateOfQueue("999999999", "E-1", "{\"resourceType\": \"Bundle\"}"))
                .isEqualTo("P0002");
        assertThat(stateOfQueue(
                        LYKKEBY, "E-1", "{\"resourceType\": \"Bundle\", \"x\": \"" + "x".repeat(1_000_000) + "\"}"))
                .isEqualTo("54000");
        assertThat(jdbc.sql("select count(*) from ajour.outgoing_events")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void an_event_queued_as_text_is_kept_word_for_word_also_when_it_is_no_json() {
        var text = "{ \"resourceType\":\"Composition\", \"value\" : 1.50 }";
        long event = queueText("T-1", text);

        assertThat(queueText("T-1", text)).isEqualTo(event);
        assertThat(queueText("T-1", text.replace(" ", ""))).as("the same JSON").isEqualTo(event);
        assertThat(Sql.stateOf(() -> queueText("T-1", text.replace("1.50", "1.51"))))
                .isEqualTo("23505");
        queueText("T-2", "{\"a\":");
        assertThat(jdbc.sql("select resource_text || ' ' || coalesce(resource ->> 'value', 'no JSON')"
                                + " from ajour.outgoing_events order by 1")
                        .query(String.class)
                        .list())
                .containsExactly(text + " 1.50", "{\"a\": no JSON");
        assertThat(Sql.stateOf(() -> queueText("T-3", " "))).isEqualTo("22023");
        assertThat(Sql.stateOf(() -> queueText("T-3", "ø".repeat(500_001)))).isEqualTo("54000");
    }

    private long queueText(String reference, String text) {
        return jdbc.sql("select ajour.queue_event_text(?, ?, 'Composition', ?)")
                .params(LYKKEBY, reference, text)
                .query(Long.class)
                .single();
    }

    /** Event and version of each that waits, as the view for consumers has them. */
    private List<String> waiting() {
        return jdbc.sql("select event_id || '/' || version from ajour.events_to_journal order by event_id")
                .query(String.class)
                .list();
    }

    private void newVersion(int... events) {
        for (int event : events) {
            jdbc.sql("update ajour.event set version = version + 1, changed_at = now() where id = ?")
                    .param(event)
                    .update();
        }
    }

    private void journal(long event) {
        jdbc.sql("select ajour.mark_journaled(?)")
                .param(event)
                .query(String.class)
                .single();
    }

    private boolean reject(long event, String reason) {
        return jdbc.sql("select ajour.reject_event(?, ?)")
                .params(event, reason)
                .query(Boolean.class)
                .single();
    }

    private long queue(String orgnr, String reference, String resource) {
        return jdbc.sql("select ajour.queue_event(?, ?, ?::jsonb)")
                .params(orgnr, reference, resource)
                .query(Long.class)
                .single();
    }

    private String stateOfQueue(String orgnr, String reference, String resource) {
        return String.valueOf(Sql.stateOf(() -> queue(orgnr, reference, resource)));
    }
}
