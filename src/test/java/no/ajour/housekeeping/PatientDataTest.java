package no.ajour.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.run.Outcome;
import no.ajour.testing.Postgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Events' resources and persons: what is old enough, what is too young, what is needed yet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(Postgres.QUIET)
class PatientDataTest {
    private static final String OLD = "91 days";
    private static final String YOUNG = "89 days";

    private Instant now = Instant.now();
    private final InstantSource clock = () -> now;
    private final Stage stage = new Stage(clock, "ajour.jobs.housekeeping.batch-size=2");

    @AfterAll
    void stop() {
        stage.close();
    }

    @BeforeEach
    void empty() {
        stage.reset();
        now = Instant.now();
    }

    @Test
    void resources_of_events_go_that_were_journaled_and_confirmed_long_ago() {
        long person = stage.listed();
        var old = List.of(
                stage.confirmed(person, OLD),
                stage.confirmed(person, OLD),
                stage.confirmed(person, OLD),
                stage.confirmed(person, OLD),
                stage.confirmed(person, OLD));
        long young = stage.confirmed(person, YOUNG);

        var outcome = run();

        assertThat(withResource()).containsExactly(young);
        assertThat(outcome.balance()).containsEntry(Line.DELETED_RESOURCES, 5L).containsEntry(Line.EXAMINED, 5L);
        assertThat(stage.texts("""
                        select concat_ws(' ', resource_id, version, patient_id, encode(content_digest, 'escape'),
                                         resource_deleted_at between now() - interval '1 minute' and now())
                        from ajour.event where resource is null order by id
                        """))
                .containsExactly(
                        "c-0 1 1 digest t",
                        "c-1 1 1 digest t",
                        "c-2 1 1 digest t",
                        "c-3 1 1 digest t",
                        "c-4 1 1 digest t");
        assertThat(stage.ids("select event_id from ajour.acknowledgement where state = 'confirmed'"))
                .as("what JFT was told is not forgotten")
                .hasSize(old.size() + 1);
        assertThat(run().balance()).as("run twice").doesNotContainKey(Line.EXAMINED);
    }

    @Test
    void resources_stay_of_events_that_wait_for_anything_however_old_they_are() {
        long person = stage.listed();
        stage.event(person);
        for (var state : List.of("pending", "sending", "accepted", "failed")) {
            stage.acknowledged(stage.event(person), state, "9 years");
        }
        long rejected = stage.event(person);
        stage.update("insert into ajour.rejection values (" + rejected
                + ", 1, 1, 'not ours', 'ehr', now() - interval '9 years')");
        long newer = stage.confirmed(person, OLD);
        stage.update("update ajour.event set version = 2 where id = " + newer);
        long journaledAgain = stage.confirmed(person, OLD);
        stage.update("update ajour.acknowledgement set journaled_at = now() where event_id = " + journaledAgain);
        long confirmedLate = stage.confirmed(person, OLD);
        stage.update("update ajour.acknowledgement set confirmed_at = now() where event_id = " + confirmedLate);
        long onlyStored = stage.confirmed(person, OLD);
        stage.update("update ajour.acknowledgement set marked_by = 'stored' where event_id = " + onlyStored);

        var outcome = run();

        assertThat(withResource()).hasSize(10);
        assertThat(outcome.balance())
                .as("the one whose newer version waits")
                .containsEntry(Line.EXAMINED, 1L)
                .containsEntry(Line.STILL_NEEDED, 1L);
    }

    @Test
    void a_newer_version_keeps_its_resource_until_it_is_journaled_too() {
        long event = stage.confirmed(stage.listed(), OLD);
        run();
        stage.update("""
                update ajour.event set version = 2, content_digest = 'other', resource = '{"title": "new"}',
                                       resource_deleted_at = null
                """);
        run();
        assertThat(withResource()).containsExactly(event);

        stage.texts("select ajour.mark_journaled(" + event + ", 'J-2', 2)");
        run();
        assertThat(withResource()).as("a moment ago").containsExactly(event);
        stage.update("update ajour.acknowledgement set journaled_at = now() - interval '" + OLD + "'");
        run();
        assertThat(withResource()).isEmpty();
    }

    @Test
    void an_event_that_someone_is_writing_is_left_for_the_next_run() throws SQLException {
        long event = stage.confirmed(stage.listed(), OLD);
        long other = stage.confirmed(stage.listed(), OLD);
        for (var table : List.of("ajour.acknowledgement where event_id = ", "ajour.event where id = ")) {
            try (var session = stage.session()) {
                session.setAutoCommit(false);
                session.createStatement().execute("select from " + table + event + " for no key update");

                assertThat(run().code()).isEqualTo(ExitCode.DONE);

                session.rollback();
            }
            assertThat(withResource()).containsExactly(event);
        }
        run();
        assertThat(withResource()).isEmpty();
        assertThat(other).isPositive();
    }

    @Test
    void an_ehrs_transaction_that_marks_events_neither_waits_nor_is_waited_for() throws SQLException {
        long event = stage.event(stage.listed());
        stage.confirmed(stage.listed(), OLD);
        try (var ehr = stage.session()) {
            ehr.setAutoCommit(false);
            ehr.createStatement().execute("select ajour.mark_journaled(" + event + ", 'J-1', 1)");

            assertThat(run().balance()).containsEntry(Line.DELETED_RESOURCES, 1L);

            ehr.createStatement().execute("select ajour.mark_journaled(" + event + ", 'J-2', 1)");
            ehr.commit();
        }
        assertThat(withResource()).containsExactly(event);
    }

    @Test
    void the_clock_that_is_behind_decides() {
        stage.confirmed(stage.listed(), OLD);
        now = Instant.now().minus(Duration.ofDays(2));
        run();
        assertThat(withResource()).as("this machine's clock is behind").hasSize(1);

        stage.update("update ajour.acknowledgement set confirmed_at = now() - interval '" + YOUNG + "'");
        now = Instant.now().plus(Duration.ofDays(365));
        run();
        assertThat(withResource()).as("this machine's clock is ahead").hasSize(1);
    }

    @Test
    void persons_go_who_left_the_list_or_were_met_long_ago_with_all_that_is_kept_of_them() {
        long delisted = stage.delisted(OLD);
        stage.met(OLD);
        stage.delisted(OLD);
        long young = stage.delisted(YOUNG);
        long youngMet = stage.met(YOUNG);
        long listed = stage.listed();
        stage.update("update ajour.patient set synced_at = now() - interval '9 years' where listed");
        details();

        var outcome = run();

        assertThat(persons()).containsExactly(young, youngMet, listed);
        assertThat(outcome.balance())
                .containsEntry(Line.EXAMINED, 3L)
                .containsEntry(Line.DELETED_PATIENTS, 3L)
                .containsEntry(Line.DELETED_DETAILS, 15L);
        for (var table :
                List.of("digital_active", "refresh_request", "document", "document_search", "health_indicator")) {
            assertThat(stage.ids("select patient_id from ajour." + table + " order by 1"))
                    .as(table)
                    .containsExactly(young, youngMet, listed);
        }
        Awaitility.await().untilAsserted(() -> assertThat(
                        stage.texts("select kind from ajour.changes() where deleted and patient_id = " + delisted
                                + " order by kind"))
                .containsExactly(
                        "digital_active_status", "document_searches", "documents", "health_indicators", "patients"));
        assertThat(run().balance()).doesNotContainKey(Line.EXAMINED);
    }

    @Test
    void a_person_stays_while_an_event_has_its_resource_and_the_rest_goes() {
        long waits = stage.delisted(OLD);
        stage.event(waits);
        stage.confirmed(waits, OLD);
        long young = stage.met(OLD);
        stage.confirmed(young, YOUNG);
        details();

        var outcome = run();

        assertThat(persons()).containsExactly(waits, young);
        assertThat(stage.ids("select patient_id from ajour.event order by id")).containsExactly(waits, waits, young);
        assertThat(stage.count("ajour.digital_active") + stage.count("ajour.document"))
                .isZero();
        assertThat(outcome.balance()).containsEntry(Line.STILL_NEEDED, 2L).containsEntry(Line.DELETED_PATIENTS, 0L);
    }

    @Test
    void events_that_are_done_with_stay_as_nobodys_and_nobody_has_to_look_for_whose_they_are() {
        long person = stage.delisted(OLD);
        long first = stage.confirmed(person, OLD);
        long second = stage.confirmed(person, OLD);
        var cursor = stage.texts("select ajour.newest_cursor()").getFirst();

        run();

        assertThat(persons()).isEmpty();
        assertThat(stage.texts("""
                        select concat_ws(' ', id, version, patient_id, unmatched, resource) from ajour.event order by id
                        """)).containsExactly(first + " 1", second + " 1");
        assertThat(stage.count("ajour.unmatched_events")).isZero();
        assertThat(stage.count("ajour.events_to_journal")).isZero();
        assertThat(stage.count("ajour.events where resource_deleted_at is not null and journaled"))
                .isEqualTo(2);
        Awaitility.await().untilAsserted(() -> assertThat(
                        stage.texts("select distinct kind || ' ' || id || ' ' || deleted from ajour.changes('" + cursor
                                + "') order by 1"))
                .containsExactly("events 1 false", "events 2 false", "patients 1 true"));
    }

    @Test
    void a_person_who_is_being_listed_again_at_this_moment_is_left_alone() throws SQLException {
        long person = stage.delisted(OLD);
        details();
        try (var session = stage.session()) {
            session.setAutoCommit(false);
            session.createStatement()
                    .execute("update ajour.patient set listed = true, delisted_at = null where id = " + person);

            assertThat(run().balance()).containsEntry(Line.STILL_NEEDED, 1L);

            session.commit();
        }
        run();
        assertThat(persons()).containsExactly(person);
        assertThat(stage.ids("select patient_id from ajour.digital_active")).containsExactly(person);
    }

    @Test
    void a_person_whose_event_is_being_stored_at_this_moment_is_left_alone() throws SQLException {
        long person = stage.met(OLD);
        try (var session = stage.session()) {
            session.setAutoCommit(false);
            // As PatientList looks persons up.
            session.createStatement().execute("select id from ajour.patient where id = " + person + " for key share");

            assertThat(run().balance()).containsEntry(Line.STILL_NEEDED, 1L);
        }
        assertThat(persons()).containsExactly(person);
    }

    @Test
    void an_event_that_comes_while_its_person_is_being_forgotten_waits_and_fails_without_harm() throws Exception {
        long person = stage.met(OLD);
        try (var session = stage.session()) {
            session.setAutoCommit(false);
            // Lets it look at the persons and lock them, and holds it up at the first row that it deletes.
            session.createStatement().execute("lock table ajour.digital_active in share mode");
            var outcome = new FutureTask<>(this::run);
            Thread.ofPlatform().start(outcome);
            Awaitility.await().until(() -> waiting() == 1);
            var event = new FutureTask<>(() -> stage.event(person));
            Thread.ofPlatform().start(event);
            Awaitility.await().until(() -> waiting() == 2);
            session.rollback();

            assertThat(outcome.get(30, TimeUnit.SECONDS).code()).isEqualTo(ExitCode.DONE);
            assertThat(event).failsWithin(Duration.ofSeconds(30));
        }
        assertThat(persons()).isEmpty();
        assertThat(stage.count("ajour.event")).isZero();
    }

    // Of every person.
    private void details() {
        stage.update("""
                insert into ajour.digital_active (tenant_id, patient_id, area, changed_at, synced_at, run_id)
                select 1, id, 3, now(), now(), 1 from ajour.patient
                """);
        stage.update("""
                insert into ajour.refresh_request (job, tenant_id, patient_id, reason)
                select 'digital-active', 1, id, 'changed' from ajour.patient
                """);
        stage.update("""
                insert into ajour.document (tenant_id, patient_id, home_community_id, repository_unique_id,
                                            document_unique_id, reference, changed_at, synced_at, run_id)
                select 1, id, 'h', 'r', 'd', '{}', now(), now(), 1 from ajour.patient
                """);
        stage.update("""
                insert into ajour.document_search (tenant_id, patient_id, complete, found, event_id, changed_at, synced_at,
                                                   run_id)
                select 1, id, true, 1, 'e', now(), now(), 1 from ajour.patient
                """);
        stage.update("""
                insert into ajour.health_indicator (tenant_id, patient_id, status, changed_at, synced_at, run_id)
                select 1, id, 2, now(), now(), 1 from ajour.patient
                """);
    }

    private Outcome run() {
        var outcome = stage.run();
        assertThat(outcome.code()).as(String.valueOf(outcome.reason())).isEqualTo(ExitCode.DONE);
        return outcome;
    }

    private List<Long> withResource() {
        return stage.ids("select id from ajour.event where resource is not null order by id");
    }

    private List<Long> persons() {
        return stage.ids("select id from ajour.patient order by id");
    }

    private long waiting() {
        return stage.id("select count(*) from pg_stat_activity where datname = current_database()"
                + " and wait_event_type = 'Lock'");
    }
}
