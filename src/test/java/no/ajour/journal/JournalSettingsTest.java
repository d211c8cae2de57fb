package no.ajour.journal;

import static no.ajour.journal.JournalTestApp.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.run.RepairOrder;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class JournalSettingsTest {

    @Test
    void search_goes_by_get_in_descending_order_where_so_set() {
        try (var app = JournalTestApp.start(
                "ajour.jobs.journal-events.method=get",
                "ajour.jobs.journal-events.sort=-_lastUpdated",
                "ajour.jobs.journal-events.prefix=gt",
                "ajour.jobs.journal-events.types=composition",
                "ajour.jobs.journal-events.page-size=2")) {
            app.reset();
            for (int i = 0; i < 5; i++) {
                app.add(app.events.composition(SyntheticNin.number(i)), START.minusSeconds(i));
            }
            assertThat(app.run().code()).isEqualTo(ExitCode.DONE);
            app.step(Duration.ofHours(1));

            assertThat(app.run().balance()).containsEntry(Line.UNCHANGED, 5L);
            assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
            assertThat(app.text("select value from ajour.position")).isEqualTo(START.toString());
            assertThat(app.sandbox.book().requests(Sandbox.JFT_READ))
                    .extracting(Book.Request::method, Book.Request::path)
                    .containsOnly(org.assertj.core.groups.Tuple.tuple("GET", "/v1/Composition"));
            assertThat(app.sandbox.book().violations()).isEmpty();
        }
    }

    @Test
    void patient_list_is_read_first_where_a_query_is_configured() {
        try (var ehr = no.ajour.testing.Postgres.emptyDatabase()) {
            var jdbc = org.springframework.jdbc.core.simple.JdbcClient.create(ehr);
            jdbc.sql("create table person as select :nin::text as nin")
                    .param("nin", SyntheticNin.number(0))
                    .update();
            jdbc.sql("insert into person values ('12345678901')").update();
            try (var app = JournalTestApp.start(
                    "ajour.patients.source.url=" + ehr.getJdbcUrl(),
                    "ajour.patients.source.username=" + ehr.getUsername(),
                    "ajour.patients.source.password=" + ehr.getPassword(),
                    "ajour.patients.source.query=select nin from person order by nin")) {
                app.add(app.events.composition(SyntheticNin.number(0)), START);

                var outcome = app.run();

                assertThat(outcome.code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
                assertThat(outcome.balance())
                        .containsEntry(Line.ROWS, 2L)
                        .containsEntry(Line.LISTED, 1L)
                        .containsEntry(Line.MATCHED, 1L)
                        .containsEntry(Line.DEAD, 1L);
                assertThat(app.text("select record || ' ' || cause from ajour.dead_letter"))
                        .isEqualTo("patient list: invalid-number invalid-number");

                jdbc.sql("delete from person where nin = '12345678901'").update();
                var retried = app.repair(new RepairOrder.Letters(List.of(1L)));

                assertThat(retried.balance()).containsEntry(Line.ROWS, 1L);
                assertThat(app.text("select state from ajour.dead_letter")).isEqualTo("resolved");
                assertThat(app.repair(new RepairOrder.Letters(List.of())).balance())
                        .as("the list is read for letters about it alone")
                        .doesNotContainKey(Line.ROWS);
            }
        }
    }

    @Test
    void too_many_dead_letters_end_the_run() {
        try (var app = JournalTestApp.start(
                "ajour.jobs.journal-events.error-budget.count=3", "ajour.jobs.journal-events.page-size=2")) {
            app.reset();
            for (int i = 0; i < 20; i++) {
                app.raw(
                        "Composition",
                        "bad" + i,
                        START.minusSeconds(i),
                        "{\"resourceType\":\"Composition\",\"x\":" + i + "}");
            }

            var outcome = app.run();

            assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
            assertThat(outcome.reason()).contains("error-budget");
            assertThat(Integer.parseInt(app.text("select count(*) from ajour.dead_letter")))
                    .isBetween(4, 12);
            assertThat(app.run().code())
                    .as("no run goes on behind the letters that broke the budget")
                    .isEqualTo(ExitCode.TRY_LATER);
            assertThat(app.text("select count(*) from ajour.unfinished_walk")).isEqualTo("0");
            assertThat(Integer.parseInt(app.text("select count(*) from ajour.dead_letter")))
                    .isBetween(4, 12);
        }
    }

    @Test
    void too_many_dead_letters_on_the_last_page_leave_the_watermark() {
        try (var app = JournalTestApp.start("ajour.jobs.journal-events.error-budget.count=3")) {
            app.reset();
            for (int i = 0; i < 20; i++) {
                app.raw(
                        "Composition",
                        "bad" + i,
                        START.minusSeconds(i),
                        "{\"resourceType\":\"Composition\",\"meta\":{\"lastUpdated\":\"" + START.minusSeconds(i)
                                + "\"},\"x\":" + i + "}");
            }

            assertThat(app.run().code()).isEqualTo(ExitCode.TRY_LATER);

            assertThat(app.text("select count(*) from ajour.dead_letter")).isEqualTo("20");
            assertThat(app.text("select count(*) from ajour.position where name = 'Composition'"))
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "walks-at-once, 0",
        "overlap, -1s",
        "page-size, -1",
        "walk-restarts, -1",
        "longest-walk, 0",
        "largest-page, 3GB",
        "largest-resource, 65MB",
        "pages-ahead, 0",
        "resume-within, -1s",
        "audit-window, 0s",
        "journal-late-after, 0s",
        "types, 'bundle,bundle'",
    })
    void wrong_setting_is_named(String name, String value) {
        var given = new MapConfigurationPropertySource();
        given.put("ajour.jobs.journal-events." + name, value);

        assertThatThrownBy(() -> new Binder(given).bindOrCreate("ajour.jobs.journal-events", JournalSettings.class))
                .rootCause()
                .hasMessageContaining("ajour.jobs.journal-events." + name);
    }

    @Test
    void no_prefix_leaves_out_the_time_itself() {
        var time = START.plusMillis(700);

        assertThat(JournalSettings.Prefix.GE.bound(time)).isEqualTo("ge2026-05-26T10:00:00Z");
        assertThat(JournalSettings.Prefix.GT.bound(time)).isEqualTo("gt2026-05-26T09:59:59Z");
    }
}
