package no.ajour.journal;

import static no.ajour.journal.JournalTestApp.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.run.Outcome;
import no.ajour.run.RepairOrder;
import no.ajour.sandbox.JftBehaviour;
import no.ajour.sandbox.SyntheticNin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

class LossAuditTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant OLD = START.minus(DAY.multipliedBy(2));

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Audits {
        JournalTestApp app;
        List<String> positions = List.of();

        abstract JournalTestApp begin();

        @BeforeAll
        void start() {
            app = begin();
        }

        @AfterAll
        void stop() {
            app.close();
        }

        @BeforeEach
        void fill() {
            app.reset();
            for (int i = 0; i < 12; i++) {
                app.add(app.events.any(SyntheticNin.number(i), i), OLD.plus(Duration.ofHours(i)));
            }
            app.run();
            app.sandbox.book().clear();
            positions = app.texts("select name || value || xmin from ajour.position order by 1");
        }

        @AfterEach
        void noViolationsAndNoPositionMoved() {
            assertThat(app.sandbox.book().violations()).isEmpty();
            assertThat(app.texts("select name || value || xmin from ajour.position order by 1"))
                    .isEqualTo(positions);
        }

        Outcome audit() {
            return app.repair(new RepairOrder.Audit());
        }

        String add(Instant lastUpdated) {
            return app.add(app.events.composition(SyntheticNin.number(1)), lastUpdated);
        }

        /** An acknowledgement of an event, as the EHR and the job acknowledgements leave it. */
        void acknowledge(String event, String state, Instant journaled) {
            app.jdbc
                    .sql("""
                            insert into ajour.acknowledgement
                                (event_id, tenant_id, state, journaled_version, journaled_at, confirmed_at)
                            select id, tenant_id, :state, version, :at::timestamptz, :at::timestamptz
                            from ajour.event where resource_id = :event
                            """)
                    .param("state", state)
                    .param("at", journaled.toString())
                    .param("event", event)
                    .update();
        }

        void assertEverythingIsHere() {
            assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
        }
    }

    @Nested
    class OfTheLastTime extends Audits {
        @Override
        JournalTestApp begin() {
            return JournalTestApp.start(
                    "ajour.jobs.journal-events.page-size=3", "ajour.jobs.journal-events.audit-window=30d");
        }

        @Test
        void finds_nothing_where_all_is_well() {
            var outcome = audit();

            assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
            assertThat(outcome.reason()).isNull();
            assertThat(outcome.balance()).containsEntry(Line.UNCHANGED, 12L).doesNotContainKey(Line.ADDED);
        }

        @Test
        void stores_and_names_what_is_missing() {
            var lost = app.text("select min(resource_id) from ajour.event where resource_type = 'Bundle'");
            app.jdbc
                    .sql("delete from ajour.event where resource_id = :lost")
                    .param("lost", lost)
                    .update();
            var late = add(OLD.minus(DAY));

            var outcome = audit();

            assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
            assertThat(outcome.balance()).containsEntry(Line.ADDED, 2L);
            assertThat(outcome.reason())
                    .startsWith("2 events that JFT has were missing here and are stored now: ")
                    .contains("Bundle/" + lost)
                    .contains("Composition/" + late)
                    .contains("overlap");
            assertEverythingIsHere();
        }

        @Test
        void does_not_call_missing_what_has_only_not_been_read_yet() {
            add(START);

            var outcome = audit();

            assertThat(outcome.balance()).containsEntry(Line.ADDED, 1L);
            assertThat(outcome.reason()).isEqualTo("1 events are stored now that the next run would have brought.");
            assertEverythingIsHere();
        }

        @Test
        void does_not_call_missing_what_is_a_dead_letter() {
            app.raw(
                    "Composition",
                    "bad",
                    OLD.plus(Duration.ofHours(12)),
                    "{\"resourceType\":\"Composition\",\"id\":\"bad\"}");
            app.run();
            positions = app.texts("select name || value || xmin from ajour.position order by 1");
            app.raw(
                    "Composition",
                    "bad",
                    OLD.minusSeconds(999),
                    "{\"resourceType\":\"Composition\",\"id\":\"bad\",\"meta\":{\"lastUpdated\":\""
                            + OLD.minusSeconds(999) + "\"}}");

            var outcome = audit();

            assertThat(outcome.reason()).isNull();
            assertThat(app.text("select state from ajour.dead_letter")).isEqualTo("resolved");
            assertEverythingIsHere();
        }

        @Test
        void does_not_call_missing_what_an_event_from_the_future_hides() {
            add(START.plus(DAY));
            app.run();
            positions = app.texts("select name || value || xmin from ajour.position order by 1");
            app.step(Duration.ofHours(1));
            add(START.plus(Duration.ofMinutes(50)));

            assertThat(audit().reason()).contains("next run").doesNotContain("missing");
        }

        @Test
        void looks_no_further_back_than_the_window() {
            add(START.minus(DAY.multipliedBy(31)));

            assertThat(audit().balance()).doesNotContainKey(Line.ADDED);
        }

        @Test
        void names_twenty_at_most() {
            for (int i = 0; i < 25; i++) {
                add(OLD.minus(DAY).plusSeconds(i));
            }

            assertThat(audit().reason()).startsWith("25 events").contains(" and 5 more.");
        }

        @Test
        void tells_how_late_the_ehr_is() {
            app.list(SyntheticNin.number(0), SyntheticNin.number(1), SyntheticNin.number(2));
            app.jdbc
                    .sql("update ajour.patient set listed_at = :at::timestamptz where listed")
                    .param("at", OLD.toString())
                    .update();
            assertThat(audit().reason()).as("it has three days").isNull();
            app.step(DAY.multipliedBy(3).plusSeconds(1));

            assertThat(audit().reason())
                    .isEqualTo("3 events of listed patients have waited more than 3d for the EHR to journal them.");

            var events = app.texts("""
                            select resource_id from ajour.event e join ajour.patient p on p.id = patient_id and listed
                            order by e.id
                            """);
            acknowledge(events.get(0), "confirmed", START);
            acknowledge(events.get(1), "pending", START);

            assertThat(audit().reason())
                    .isEqualTo("1 events of listed patients have waited more than 3d for the EHR to journal them."
                            + " 1 events were journaled more than 3d ago and JFT was not told: `ajour run"
                            + " acknowledgements`.");
        }
    }

    @Nested
    class OfWhatIsNotJournaled extends Audits {
        @Override
        JournalTestApp begin() {
            return JournalTestApp.start(
                    "ajour.jobs.journal-events.page-size=3",
                    "ajour.jobs.journal-events.journaled-tag=" + JftBehaviour.JOURNALED.system() + "|"
                            + JftBehaviour.JOURNALED.code());
        }

        @Test
        void looks_at_events_without_the_tag_alone_however_old() {
            var old = add(START.minus(DAY.multipliedBy(400)));
            var journaled = app.text("select min(resource_id) from ajour.event where resource_type = 'Composition'");
            app.sandbox.jft().journaledElsewhere(app.orgnr(), "Composition", journaled);

            var outcome = audit();

            assertThat(outcome.balance()).containsEntry(Line.RECEIVED, 12L).containsEntry(Line.ADDED, 1L);
            assertThat(outcome.reason()).contains("Composition/" + old);
            assertEverythingIsHere();
        }

        @Test
        void finds_events_whose_confirmed_acknowledgement_jft_does_not_know() {
            var ids = app.texts("select resource_id from ajour.event where resource_type = 'Composition' order by id");
            acknowledge(ids.get(0), "confirmed", START.minusSeconds(60));
            acknowledge(ids.get(1), "confirmed", START.minusSeconds(60));
            acknowledge(ids.get(2), "accepted", START.minusSeconds(60));
            acknowledge(ids.get(3), "confirmed", START.plusSeconds(60));
            app.sandbox.jft().journaledElsewhere(app.orgnr(), "Composition", ids.get(1));

            var outcome = audit();

            assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
            assertThat(outcome.reason())
                    .startsWith("JFT does not know that 1 events are journaled")
                    .contains("Composition/" + ids.get(0) + ".")
                    .contains("journaled-tag");
        }

        @Test
        void a_newer_version_that_is_not_journaled_is_no_disagreement() {
            var id = app.text("select min(resource_id) from ajour.event where resource_type = 'Composition'");
            acknowledge(id, "confirmed", START.minusSeconds(60));
            app.sandbox.jft().update(app.orgnr(), "Composition", id, app.events.composition(SyntheticNin.number(3)));

            assertThat(audit().reason()).isNull();
            assertEverythingIsHere();
        }
    }
}
