package no.ajour.journal;

import static no.ajour.journal.JournalTestApp.OTHER_ORGNR;
import static no.ajour.journal.JournalTestApp.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalEventsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private JournalTestApp app;

    @BeforeAll
    void start() {
        app = JournalTestApp.start("ajour.jobs.journal-events.page-size=3");
    }

    @AfterAll
    void stop() {
        app.close();
    }

    @BeforeEach
    void reset() {
        app.reset();
    }

    @AfterEach
    void noViolations() {
        assertThat(app.sandbox.book().violations()).isEmpty();
    }

    @Test
    void every_event_served_is_stored_with_what_finds_it() {
        app.list(nin(0), nin(1));
        for (int i = 0; i < 25; i++) {
            app.add(app.events.any(nin(i % 5), i), START.minusSeconds(1000 - i));
        }

        var outcome = app.run();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(Tables.versions(app.jdbc))
                .hasSize(25)
                .isEqualTo(app.sandbox.book().servedTo(app.orgnr()))
                .isEqualTo(app.sandbox.jft().versions(app.orgnr()));
        assertThat(outcome.balance())
                .containsEntry(Line.RECEIVED, 25L)
                .containsEntry(Line.ADDED, 25L)
                .containsEntry(Line.MATCHED, 10L)
                .containsEntry(Line.UNMATCHED, 15L);
        assertThat(app.text("select count(*) from ajour.event e join ajour.patient p on p.id = e.patient_id"))
                .isEqualTo("25");
        assertThat(app.text("select distinct concat_ws('|', source_system, source_client_id, parent_orgnr)"
                        + " from ajour.event"))
                .isEqualTo("Bruno V0.1.2|responssenter|" + app.orgnr());
    }

    @Test
    void second_unchanged_run_writes_no_row() {
        for (int i = 0; i < 9; i++) {
            app.add(app.events.any(nin(i), i), START.minusSeconds(100 - i));
        }
        app.run();
        var before = Tables.rowVersions(app.jdbc);
        app.step(HOUR);

        var outcome = app.run();

        assertThat(outcome.balance()).containsEntry(Line.UNCHANGED, 9L).doesNotContainKey(Line.ADDED);
        assertThat(Tables.rowVersions(app.jdbc)).isEqualTo(before);
    }

    @Test
    void watermark_is_the_newest_event_and_the_next_walk_begins_an_overlap_before_it() {
        var old = app.add(app.events.composition(nin(0)), START.minus(HOUR));
        app.add(app.events.composition(nin(0)), START.minusSeconds(600));
        var newest = app.add(app.events.composition(nin(0)), START);
        app.run();
        assertThat(positions()).containsExactly("Composition 2026-05-26T10:00:00Z");
        app.step(HOUR);
        app.sandbox.book().clear();

        app.run();

        assertThat(app.sandbox.book().servedTo(app.orgnr()))
                .extracting(Book.Version::id)
                .contains(newest)
                .doesNotContain(old)
                .hasSize(2);
        assertThat(positions()).containsExactly("Composition 2026-05-26T10:00:00Z");
    }

    @Test
    void watermark_is_not_later_than_the_servers_clock() {
        app.add(app.events.composition(nin(0)), START.plus(Duration.ofDays(30)));

        app.run();

        assertThat(positions()).containsExactly("Composition 2026-05-26T10:00:00Z");
    }

    @Test
    void full_run_walks_through_everything_and_moves_the_watermark_alike() {
        app.add(app.events.composition(nin(0)), START.minus(HOUR));
        app.add(app.events.composition(nin(0)), START);
        app.run();
        app.step(HOUR);
        app.sandbox.book().clear();
        app.add(app.events.composition(nin(1)), START.plusSeconds(5));

        var outcome = app.run(true);

        assertThat(outcome.balance()).containsEntry(Line.UNCHANGED, 2L).containsEntry(Line.ADDED, 1L);
        assertThat(app.sandbox.book().servedTo(app.orgnr())).hasSize(3);
        assertThat(positions()).containsExactly("Composition 2026-05-26T10:00:05Z");
    }

    @Test
    void late_event_within_the_overlap_is_found() {
        app.add(app.events.composition(nin(0)), START);
        app.run();
        app.step(Duration.ofMinutes(5));
        app.add(app.events.composition(nin(1)), START.minusSeconds(599));

        assertThat(app.run().balance()).containsEntry(Line.ADDED, 1L);
        assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
    }

    @Test
    void changed_content_is_a_new_version() {
        var id = app.add(app.events.composition(nin(0)), START.minusSeconds(5));
        app.run();
        app.step(HOUR);
        app.sandbox.jft().update(app.orgnr(), "Composition", id, app.events.composition(nin(1)));

        assertThat(app.run().balance()).containsEntry(Line.CHANGED, 1L);
        assertThat(app.text(
                        "select version || ' ' || (changed_at = e.synced_at) || (received_at < changed_at) || md5(nin)"
                                + " from ajour.event e join ajour.patient p on p.id = patient_id"))
                .isEqualTo("2 truetrue" + app.text("select md5('" + nin(1) + "')"));
        assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
    }

    @Test
    void new_stamp_alone_is_no_new_version() {
        app.sandbox.jft().behaviour().acknowledgementBumps(true);
        var id = app.add(app.events.composition(nin(0)), START.minusSeconds(5));
        app.run();
        var digest = app.text("select encode(content_digest, 'hex') from ajour.event");
        app.step(HOUR);
        app.sandbox.jft().touch(app.orgnr(), "Composition", id);
        app.sandbox.jft().journaledElsewhere(app.orgnr(), "Composition", id);

        assertThat(app.run().balance()).containsEntry(Line.RESTAMPED, 1L).doesNotContainKey(Line.CHANGED);
        assertThat(app.text("select version || ' ' || (changed_at < synced_at) || encode(content_digest, 'hex')"
                        + " from ajour.event"))
                .isEqualTo("1 true" + digest);
        assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
    }

    @Test
    void older_version_never_wins() {
        app.raw("Composition", "a", START.minusSeconds(2), composition("a", START.minusSeconds(2), "new"));
        app.run();
        app.raw("Composition", "a", START.minusSeconds(1), composition("a", START.minusSeconds(9), "old"));

        assertThat(app.run().balance()).containsEntry(Line.OLDER, 1L);
        assertThat(app.text("select resource ->> 'title' || version from ajour.event"))
                .isEqualTo("new1");
    }

    @Test
    void other_content_with_the_same_stamp_wins_when_it_comes_later() {
        app.raw("Composition", "a", START, composition("a", START, "first"));
        app.run();
        app.raw("Composition", "a", START, composition("a", START, "second"));

        assertThat(app.run().balance()).containsEntry(Line.CHANGED, 1L);
        assertThat(app.text("select resource ->> 'title' || version from ajour.event"))
                .isEqualTo("second2");
    }

    @Test
    void same_event_twice_in_a_page_is_stored_once_in_its_newest_version() {
        app.raw("Composition", "x", START.minusSeconds(3), composition("a", START.minusSeconds(3), "older"));
        app.raw("Composition", "y", START.minusSeconds(2), composition("a", START.minusSeconds(1), "newest"));
        app.raw("Composition", "z", START.minusSeconds(1), composition("a", START.minusSeconds(2), "between"));

        var outcome = app.run();

        assertThat(outcome.balance()).containsEntry(Line.REPEATED, 2L).containsEntry(Line.ADDED, 1L);
        assertThat(app.text("select resource ->> 'title' || version from ajour.event"))
                .isEqualTo("newest1");
    }

    @Test
    void same_event_on_two_pages_is_stored_once() {
        app.sandbox.jft().behaviour().repeatAcrossPages(true);
        for (int i = 0; i < 7; i++) {
            app.add(app.events.composition(nin(i)), START.minusSeconds(60 - i));
        }

        var outcome = app.run();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.balance()).containsEntry(Line.ADDED, 7L).containsKey(Line.UNCHANGED);
        assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
    }

    @Test
    void events_updated_while_walking_are_stored_in_their_last_version() {
        var ids = List.of(
                app.add(app.events.composition(nin(0)), START.minusSeconds(9)),
                app.add(app.events.composition(nin(1)), START.minusSeconds(8)),
                app.add(app.events.composition(nin(2)), START.minusSeconds(7)),
                app.add(app.events.composition(nin(3)), START.minusSeconds(6)),
                app.add(app.events.composition(nin(4)), START.minusSeconds(5)));
        app.sandbox.faults().on(Sandbox.JFT_READ, "/v1/Composition").run(() -> {
            app.sandbox.jft().update(app.orgnr(), "Composition", ids.get(0), app.events.composition(nin(0)));
            app.sandbox.jft().update(app.orgnr(), "Composition", ids.get(4), app.events.composition(nin(4)));
        });

        app.run();

        assertThat(Tables.versions(app.jdbc))
                .hasSize(5)
                .isEqualTo(app.sandbox.jft().versions(app.orgnr()));
    }

    @Test
    void short_and_empty_pages_with_a_next_link_are_normal() {
        app.sandbox.jft().behaviour().pageSize((page, count) -> page % 2 == 0 ? 0 : 1);
        app.sandbox.jft().behaviour().trailingNext(true);
        for (int i = 0; i < 4; i++) {
            app.add(app.events.composition(nin(i)), START.minusSeconds(60 - i));
        }

        var outcome = app.run();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(Tables.versions(app.jdbc))
                .hasSize(4)
                .isEqualTo(app.sandbox.jft().versions(app.orgnr()));
    }

    @Test
    void relative_next_links_lead_on() {
        var base = app.sandbox.url(Sandbox.JFT_READ).toString();
        for (var relative :
                List.of(base + "/v1/", "http://127.0.0.1:" + app.sandbox.url("").getPort(), base + "/v1/Composition")) {
            app.empty();
            app.sandbox.jft().behaviour().nextLink(url -> url.substring(relative.length()));
            for (int i = 0; i < 7; i++) {
                app.add(app.events.composition(nin(i)), START.minusSeconds(60 - i));
            }

            assertThat(app.run().code()).as(relative).isEqualTo(ExitCode.DONE);
            assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
        }
    }

    @Test
    void decimals_keep_their_digits() {
        app.raw("Composition", "a", START, composition("a", START, "x").replace("\"title\":\"x\"", "\"value\":1.50"));

        app.run();

        assertThat(app.text("select resource ->> 'value' from ajour.event")).isEqualTo("1.50");
    }

    @Test
    void nested_bundle_is_one_event() {
        var id = app.add(app.events.transaction(nin(0)), START);

        assertThat(app.run().balance()).containsEntry(Line.RECEIVED, 1L);
        assertThat(app.texts("select resource_type || resource_id from ajour.event"))
                .containsExactly("Bundle" + id);
    }

    @Test
    void event_of_a_person_who_is_listed_later_matches_by_itself() {
        app.add(app.events.composition(nin(7)), START);
        app.run();
        assertThat(listed()).isEqualTo("false");

        app.list(nin(7));

        assertThat(listed()).isEqualTo("true");
    }

    @Test
    void event_without_a_number_is_stored_as_unmatched() {
        app.add(app.events.documentWithLocalNumber("4711"), START);

        assertThat(app.run().balance()).containsEntry(Line.UNMATCHED, 1L);
        assertThat(app.text("select unmatched from ajour.event")).isEqualTo("no-number");
        assertThat(app.text("select count(*) from ajour.patient")).isEqualTo("0");
    }

    @Test
    void broken_record_stops_only_itself_until_a_better_version_comes() {
        app.add(app.events.composition(nin(0)), START.minusSeconds(9));
        app.raw("Composition", "bad", START.minusSeconds(8), "{\"resourceType\":\"Composition\",\"id\":\"bad\"}");
        app.add(app.events.composition(nin(1)), START.minusSeconds(7));

        var outcome = app.run();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(outcome.balance()).containsEntry(Line.ADDED, 2L).containsEntry(Line.DEAD, 1L);
        assertThat(letters()).containsExactly("Composition/bad no-last-updated unresolved");
        assertThat(app.text("select payload from ajour.dead_letter_payload"))
                .isEqualTo("{\"resourceType\":\"Composition\",\"id\":\"bad\"}");

        app.raw("Composition", "bad", START.minusSeconds(6), composition("bad", START.minusSeconds(6), "good"));

        assertThat(app.run().code()).isEqualTo(ExitCode.DONE);
        assertThat(letters()).containsExactly("Composition/bad no-last-updated resolved");
    }

    @Test
    void other_municipalitys_event_is_not_stored_anywhere() {
        app.raw(
                "Composition",
                "a",
                START,
                composition("a", START, "secret")
                        .replace(
                                "\"meta\":{",
                                "\"meta\":{\"tag\":[{\"system\":\"https://fhir.jft.nhn.no/parent-organization-number\","
                                        + "\"code\":\"" + OTHER_ORGNR + "\"}],"));

        assertThat(app.run().code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(letters()).containsExactly("Composition/a wrong-tenant unresolved");
        assertThat(app.text("select count(*) from ajour.event")).isEqualTo("0");
        assertThat(app.text("select count(payload) from ajour.dead_letter_payload"))
                .isEqualTo("0");
    }

    @Test
    void warning_among_the_entries_is_counted_and_is_no_event() {
        app.raw(
                "Composition",
                "a",
                START,
                "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"incomplete\"}]}");

        var outcome = app.run();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.balance()).containsEntry(Line.WARNINGS, 1L).containsEntry(Line.RECEIVED, 0L);
    }

    @Test
    void search_that_jft_itself_calls_failed_leaves_the_watermark() {
        app.add(app.events.composition(nin(0)), START);
        app.raw(
                "Composition",
                "a",
                START,
                "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"timeout\"}]}");

        var outcome = app.run();

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).contains("not whole").contains("timeout");
        assertThat(app.text("select count(*) from ajour.position where name = 'Composition'"))
                .isEqualTo("0");
    }

    @Test
    void number_in_no_url_and_no_run() {
        app.add(app.events.composition(nin(0)), START);
        app.run();

        assertThat(app.texts("select t::text from batch.batch_job_execution_params t"))
                .noneMatch(this::hasNumber);
        assertThat(app.texts("select t::text from ajour.run t")).noneMatch(this::hasNumber);
        assertThat(app.texts("select value from ajour.position")).noneMatch(this::hasNumber);
    }

    private boolean hasNumber(String text) {
        return text.contains(nin(0));
    }

    private static String composition(String id, Instant lastUpdated, String title) {
        return "{\"resourceType\":\"Composition\",\"id\":\"%s\",\"meta\":{\"lastUpdated\":\"%s\"},\"title\":\"%s\"}"
                .formatted(id, lastUpdated, title);
    }

    private List<String> positions() {
        return app.texts("select name || ' ' || value from ajour.position order by 1");
    }

    private List<String> letters() {
        return app.texts("select concat_ws(' ', record, cause, state) from ajour.dead_letter order by 1");
    }

    private String listed() {
        return app.text("select p.listed from ajour.event e join ajour.patient p on p.id = e.patient_id");
    }

    private static String nin(int index) {
        return SyntheticNin.number(index);
    }
}
