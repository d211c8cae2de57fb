package no.ajour.journal;

import static no.ajour.journal.JournalTestApp.OTHER_ORGNR;
import static no.ajour.journal.JournalTestApp.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.run.Outcome;
import no.ajour.run.RepairOrder;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.JftBehaviour.IdSearch;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalRepairTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant OLD = START.minus(DAY);

    private JournalTestApp app;
    private List<String> positions = List.of();

    @BeforeAll
    void start() {
        app = JournalTestApp.start(
                "ajour.jobs.journal-events.page-size=3", "ajour.jobs.journal-events.walks-at-once=1");
    }

    @AfterAll
    void stop() {
        app.close();
    }

    @BeforeEach
    void reset() {
        app.reset();
        positions = List.of();
    }

    @AfterEach
    void noViolationsAndNoPositionMoved() {
        assertThat(app.sandbox.book().violations()).isEmpty();
        assertThat(positions()).isEqualTo(positions);
    }

    @Test
    void retry_empties_the_list_when_the_source_is_mended() {
        for (int i = 0; i < 60; i++) {
            if (i % 10 == 3) {
                app.raw("Composition", "bad" + i, OLD.plusSeconds(i), broken("bad" + i));
            } else {
                app.add(app.events.any(SyntheticNin.number(i % 7), i), OLD.plusSeconds(i));
            }
        }
        app.add(app.events.composition(SyntheticNin.number(1)), START);
        run();
        assertThat(letters()).hasSize(6);
        for (int i = 3; i < 60; i += 10) {
            app.raw("Composition", "bad" + i, OLD.plusSeconds(i), good("bad" + i, OLD.plusSeconds(i)));
        }

        var outcome = retry();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.balance())
                .containsEntry(Line.QUEUED, 6L)
                .containsEntry(Line.RECEIVED, 6L)
                .containsEntry(Line.ADDED, 6L)
                .containsEntry(Line.WAITING, 0L);
        assertThat(app.texts("select distinct state from ajour.dead_letter")).containsExactly("resolved");
        assertThat(app.text("select count(*) from ajour.dead_letter_payload")).isEqualTo("0");
        assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
        assertThat(app.sandbox.book().served()).hasSize(6);
    }

    @Test
    void what_is_still_bad_stays_a_letter() {
        app.raw("Composition", "bad", OLD, broken("bad"));
        run();

        var outcome = retry();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(outcome.balance()).containsEntry(Line.DEAD, 1L);
        assertThat(letters()).containsExactly("Composition/bad no-last-updated unresolved 2");
    }

    @Test
    void hundreds_that_are_still_bad_are_no_fault_of_the_retry() {
        for (int i = 0; i < 102; i++) {
            app.raw("Composition", "bad" + i, OLD.plusSeconds(i), broken("bad" + i));
        }
        for (int i = 0; i < 1000; i++) {
            app.raw("Bundle", "b" + i, OLD.plusSeconds(i), good("b" + i, OLD).replace("Composition", "Bundle"));
        }
        run();

        assertThat(retry().code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(app.text("select count(*) from ajour.dead_letter where state = 'unresolved' and attempts = 2"))
                .isEqualTo("102");
    }

    @Test
    void newer_version_makes_the_letter_obsolete() {
        app.raw("Composition", "a", OLD, good("a", OLD).replace("x", "\\u0000"));
        app.add(app.events.composition(SyntheticNin.number(1)), START);
        run();
        assertThat(letters()).containsExactly("Composition/a not-storable unresolved 1");
        app.raw("Composition", "a", OLD.plusSeconds(1), good("a", OLD.plusSeconds(1)));

        retry();

        assertThat(letters()).containsExactly("Composition/a not-storable obsolete 1");
        assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
    }

    @Test
    void without_a_search_by_id_what_was_received_is_read_again() {
        for (var search : List.of(IdSearch.REFUSED, IdSearch.IGNORED)) {
            app.reset();
            positions = List.of();
            app.sandbox.jft().behaviour().idSearch(search);
            app.raw("Composition", "a", OLD, broken("a"));
            app.raw("Composition", "b", OLD.plusSeconds(1), broken("b"));
            app.add(app.events.composition(SyntheticNin.number(1)), OLD.minusSeconds(1));
            run();
            var removed = app.text("select resource_id from ajour.event");
            app.jdbc.sql("delete from ajour.event").update();
            app.jdbc.sql("""
                            update ajour.dead_letter_payload set payload = :good
                            where letter_id = (select id from ajour.dead_letter where record = 'Composition/a')
                            """).param("good", good("a", OLD)).update();

            retry();

            assertThat(letters())
                    .containsExactly(
                            "Composition/a no-last-updated resolved 1", "Composition/b no-last-updated unresolved 2");
            assertThat(app.texts("select resource_id from ajour.event"))
                    .containsExactly("a")
                    .doesNotContain(removed);
            assertThat(app.sandbox.book().requests(Sandbox.JFT_READ)).hasSize(1);
        }
    }

    @Test
    void of_what_nothing_is_to_be_had_the_letter_stays_as_it_was() {
        app.raw(
                "Composition",
                "a",
                OLD,
                good("a", OLD)
                        .replace(
                                "\"meta\":{",
                                "\"meta\":{\"tag\":[{\"system\":\"https://fhir.jft.nhn.no/parent-organization-number\","
                                        + "\"code\":\"" + OTHER_ORGNR + "\"}],"));
        app.raw("Composition", "b", OLD.plusSeconds(1), broken("b"));
        run();
        app.sandbox.jft().remove(app.orgnr(), "Composition", "a");
        app.sandbox.jft().remove(app.orgnr(), "Composition", "b");
        app.jdbc
                .sql("update ajour.dead_letter_payload set payload = :cut")
                .param("cut", good("b", OLD).replace('x', '\uFFFD'))
                .update();

        var outcome = retry();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.balance()).doesNotContainKey(Line.RECEIVED).containsEntry(Line.WAITING, 2L);
        assertThat(letters())
                .containsExactly(
                        "Composition/a wrong-tenant unresolved 1", "Composition/b no-last-updated unresolved 1");
        assertThat(app.text("select count(*) from ajour.event")).isEqualTo("0");
    }

    @Test
    void entry_without_an_id_is_read_again_from_what_was_received() {
        app.raw("Composition", "x", OLD, "{\"resourceType\":\"Composition\",\"x\":1}");
        run();
        assertThat(letters()).hasSize(1);

        retry();

        assertThat(letters())
                .singleElement()
                .asString()
                .startsWith("Composition/entry ")
                .endsWith(" no-id unresolved 2");
        assertThat(app.sandbox.book().requests(Sandbox.JFT_READ)).isEmpty();
    }

    @Test
    void letter_of_an_entry_without_a_name_is_closed_when_it_has_become_an_event() {
        app.raw("Composition", "x", OLD, "{\"resourceType\":\"Composition\",\"x\":1}");
        run();
        app.jdbc
                .sql("update ajour.dead_letter_payload set payload = :good")
                .param("good", good("x", OLD))
                .update();

        retry();

        assertThat(letters()).singleElement().asString().endsWith(" no-id resolved 1");
        assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
    }

    @Test
    void event_is_found_behind_an_empty_page() {
        app.raw("Composition", "bad", OLD, broken("bad"));
        run();
        app.raw("Composition", "bad", OLD, good("bad", OLD));
        app.sandbox.jft().behaviour().pageSize((page, count) -> page == 1 ? 0 : count);

        retry();

        assertThat(letters()).containsExactly("Composition/bad no-last-updated resolved 1");
    }

    @Test
    void retry_that_jft_does_not_answer_gives_the_letters_back() {
        app.raw("Composition", "bad", OLD, broken("bad"));
        run();
        app.sandbox.faults().on(Sandbox.JFT_READ).status(500);

        assertThat(retry().code()).isEqualTo(ExitCode.TRY_LATER);

        assertThat(letters()).containsExactly("Composition/bad no-last-updated unresolved 1");
    }

    @Test
    void resync_since_a_time_walks_from_there() {
        app.add(app.events.composition(SyntheticNin.number(0)), OLD);
        var changed = app.add(app.events.composition(SyntheticNin.number(1)), OLD.plusSeconds(5));
        var lost = app.add(app.events.composition(SyntheticNin.number(1)), OLD.plusSeconds(6));
        app.add(app.events.composition(SyntheticNin.number(1)), START);
        run();
        app.jdbc
                .sql("delete from ajour.event where resource_id = :lost")
                .param("lost", lost)
                .update();
        app.jdbc
                .sql("update ajour.event set resource = '{}', content_digest = '' where resource_id = :changed")
                .param("changed", changed)
                .update();

        var outcome = app.repair(new RepairOrder.Since(OLD.plusSeconds(5)));

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.balance())
                .containsEntry(Line.RECEIVED, 3L)
                .containsEntry(Line.ADDED, 1L)
                .containsEntry(Line.CHANGED, 1L)
                .containsEntry(Line.UNCHANGED, 1L);
        assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
    }

    @Test
    void resync_of_everything_walks_through_everything() {
        for (int i = 0; i < 12; i++) {
            app.add(app.events.any(SyntheticNin.number(i), i), OLD.minus(DAY.multipliedBy(i * 100L)));
        }
        run();
        app.jdbc.sql("delete from ajour.event").update();

        assertThat(app.repair(new RepairOrder.Everything()).balance()).containsEntry(Line.ADDED, 12L);

        assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
    }

    @Test
    void resync_of_a_patient_asks_for_that_patients_events_alone() {
        for (int i = 0; i < 50; i++) {
            app.add(app.events.any(SyntheticNin.number(i % 2), i), OLD.plusSeconds(i));
        }
        run();
        var mine = app.texts("select resource_id from ajour.event where patient_id = " + patient(0));
        app.jdbc
                .sql("update ajour.event set resource = '{}', content_digest = ''")
                .update();
        app.sandbox.jft().remove(app.orgnr(), "Bundle", anyOf("Bundle"));

        var outcome = app.repair(new RepairOrder.Patient(Long.parseLong(patient(0))));

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.balance()).containsEntry(Line.CHANGED, 24L);
        assertThat(outcome.reason())
                .contains("1 events of patient " + patient(0) + " were not given by JFT")
                .contains("Bundle/")
                .contains("no search by patient");
        assertThat(app.sandbox.book().served())
                .extracting(Book.Served::version)
                .extracting(Book.Version::id)
                .hasSize(24)
                .isSubsetOf(mine);
    }

    @Test
    void resync_of_a_patient_without_events_says_what_it_cannot_do() {
        app.list(SyntheticNin.number(0));
        run();

        var outcome = app.repair(new RepairOrder.Patient(Long.parseLong(patient(0))));

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.reason()).contains("no search by patient");
        assertThat(app.repair(new RepairOrder.Patient(4711)).reason())
                .as("somebody else's patient")
                .isNull();
        assertThat(app.sandbox.book().requests(Sandbox.JFT_READ)).isEmpty();
    }

    @Test
    void resync_of_a_patient_fails_where_jft_takes_no_ids() {
        app.add(app.events.composition(SyntheticNin.number(0)), OLD);
        app.add(app.events.composition(SyntheticNin.number(1)), START);
        run();
        for (var search : List.of(IdSearch.REFUSED, IdSearch.IGNORED)) {
            app.sandbox.jft().behaviour().idSearch(search);

            var outcome = app.repair(new RepairOrder.Patient(Long.parseLong(patient(1))));

            assertThat(outcome.code()).isEqualTo(ExitCode.CONFIGURATION);
            assertThat(outcome.reason()).contains("--since");
        }
    }

    private void run() {
        app.run();
        positions = positions();
        app.sandbox.book().clear();
    }

    private Outcome retry() {
        return retry(app.texts("select id from ajour.dead_letter").stream()
                .map(Long::valueOf)
                .toList());
    }

    private Outcome retry(List<Long> ids) {
        return app.repair(new RepairOrder.Letters(ids));
    }

    private List<String> positions() {
        return app.texts("select name || value || xmin from ajour.position order by 1");
    }

    private List<String> letters() {
        return app.texts("select concat_ws(' ', record, cause, state, attempts) from ajour.dead_letter order by 1");
    }

    private String patient(int number) {
        return app.jdbc
                .sql("select id from ajour.patient where nin = :nin")
                .param("nin", SyntheticNin.number(number))
                .query(String.class)
                .single();
    }

    private String anyOf(String type) {
        return app.text("select min(resource_id) from ajour.event where resource_type = '" + type
                + "' and patient_id = " + patient(0));
    }

    private static String broken(String id) {
        return "{\"resourceType\":\"Composition\",\"id\":\"%s\"}".formatted(id);
    }

    private static String good(String id, Instant lastUpdated) {
        return "{\"resourceType\":\"Composition\",\"id\":\"%s\",\"meta\":{\"lastUpdated\":\"%s\"},\"title\":\"x\"}"
                .formatted(id, lastUpdated);
    }
}
