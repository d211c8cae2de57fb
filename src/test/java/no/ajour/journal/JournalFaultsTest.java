package no.ajour.journal;

import static no.ajour.journal.JournalTestApp.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.sandbox.Answer;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Breaks a run half-way, in every way there is; a plain run after it must end as if nothing had happened. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalFaultsTest {
    private static final String SEARCHES = "/v1/.*";

    private static final List<String> TABLES =
            List.of("event", "patient", "position", "dead_letter", "tally", "unfinished_walk");

    private JournalTestApp app;
    private List<String> undisturbed;
    private int resumed;

    @BeforeAll
    void start() {
        app = JournalTestApp.start(
                "ajour.jobs.journal-events.page-size=3",
                "ajour.jobs.journal-events.walks-at-once=1",
                "ajour.jobs.journal-events.walk-restarts=2");
    }

    @AfterAll
    void stop() {
        app.close();
    }

    @BeforeEach
    void fill() {
        app.reset();
        var events = new EventFactory(() -> START, 7);
        for (int i = 0; i < 10; i++) {
            app.add(events.any(SyntheticNin.number(i % 4), i), START.minusSeconds(100 - i));
        }
        app.raw("Composition", "bad", START.minusSeconds(90), "{\"resourceType\":\"Composition\",\"id\":\"bad\"}");
        app.run();
        undisturbed = Tables.state(app.jdbc);
        assertThat(undisturbed).hasSize(10 + 4 + 3 + 1);
        app.empty();
        resumed = 0;
    }

    @AfterEach
    void noViolations() {
        assertThat(app.sandbox.book().violations()).isEmpty();
    }

    @Test
    void statement_that_fails_anywhere_loses_nothing() {
        app.jdbc.sql("""
                        create sequence if not exists public.statements;
                        create or replace function public.fail_at() returns trigger language plpgsql as $$
                        begin
                            if nextval('public.statements') = tg_argv[0]::int then
                                raise exception 'broken on purpose';
                            end if;
                            return null;
                        end $$;
                        """).update();
        int failing = 0;
        while (true) {
            app.empty();
            app.jdbc.sql("alter sequence public.statements restart").update();
            armTriggers(++failing);
            var broken = app.run();
            disarmTriggers();
            if (broken.code() != ExitCode.TRY_LATER) {
                break;
            }
            assertThat(broken.reason()).contains("broken on purpose");
            assertNothingIsSkipped();
            assertPlainRunEndsUndisturbed("statement " + failing);
        }
        assertThat(failing).isGreaterThan(20);
        assertThat(resumed).isGreaterThan(10);
    }

    private void armTriggers(int statement) {
        for (var table : TABLES) {
            app.jdbc
                    .sql("create trigger broken after insert or update on ajour." + table
                            + " for each statement execute function public.fail_at(" + statement + ")")
                    .update();
        }
    }

    private void disarmTriggers() {
        TABLES.forEach(
                table -> app.jdbc.sql("drop trigger broken on ajour." + table).update());
    }

    @Test
    void body_that_is_cut_anywhere_loses_nothing() {
        for (int page = 0; page < 5; page++) {
            for (int bytes : new int[] {0, 71, 1500}) {
                app.empty();
                var rule = app.sandbox.faults().on(Sandbox.JFT_READ, SEARCHES).skip(page);
                var fault = bytes % 2 == 0 ? rule.cutAfter(bytes) : rule.cutChunkedAfter(bytes);

                assertThat(app.run().code()).isEqualTo(ExitCode.TRY_LATER);

                assertThat(fault.hits()).isEqualTo(1);
                fault.disarm();
                assertNothingIsSkipped();
                assertPlainRunEndsUndisturbed("page " + page + " cut after " + bytes);
            }
        }
    }

    @Test
    void answer_that_is_none_loses_nothing() {
        var searches = app.sandbox.faults();
        List<Runnable> faults = List.of(
                () -> searches.on(Sandbox.JFT_READ, SEARCHES).skip(1).garbage(),
                () -> searches.on(Sandbox.JFT_READ, SEARCHES).skip(1).drop(),
                () -> searches.on(Sandbox.JFT_READ, SEARCHES).skip(1).status(500),
                () -> searches.on(Sandbox.JFT_READ, SEARCHES)
                        .skip(1)
                        .status(200, Map.of(), "{\"resourceType\":\"Parameters\"}"));
        for (var fault : faults) {
            app.empty();
            fault.run();
            assertThat(app.run().code()).isEqualTo(ExitCode.TRY_LATER);
            assertNothingIsSkipped();
            assertPlainRunEndsUndisturbed("answer that is none");
        }
    }

    @Test
    void token_that_expires_while_walking_is_renewed() {
        app.sandbox.faults().on(Sandbox.JFT_READ, SEARCHES).skip(2).run(() -> app.sandbox
                .helseId()
                .expireTokens());

        assertThat(app.run().code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(Tables.state(app.jdbc)).isEqualTo(undisturbed);
    }

    @Test
    void expired_cursor_begins_the_walk_again() {
        app.sandbox
                .faults()
                .on(Sandbox.JFT_READ, "/v1/Composition")
                .run(() -> app.sandbox.jft().behaviour().expireCursors());

        var outcome = app.run();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(outcome.balance().get(Line.UNCHANGED)).isPositive();
        assertThat(Tables.state(app.jdbc)).isEqualTo(undisturbed);
    }

    @Test
    void page_that_is_too_large_begins_the_walk_again_with_smaller_pages() {
        for (int page : new int[] {0, 1}) {
            app.empty();
            app.sandbox
                    .faults()
                    .on(Sandbox.JFT_READ, "/v1/Composition")
                    .skip(page)
                    .change(JournalFaultsTest::large);

            assertThat(app.run().code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
            assertThat(Tables.state(app.jdbc))
                    .as("after page %d was too large", page)
                    .isEqualTo(undisturbed);
        }
    }

    @Test
    void page_of_one_event_that_is_too_large_stops_the_walk_and_says_what_to_do() {
        app.sandbox.faults().on(Sandbox.JFT_READ, "/v1/Composition").always().change(JournalFaultsTest::large);

        var outcome = app.run();

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).contains("with one event is larger than 8388608 bytes", "largest-page");
        app.sandbox.faults().clear();
        app.run();
        assertThat(Tables.state(app.jdbc)).isEqualTo(undisturbed);
    }

    @Test
    void cursor_said_to_be_expired_with_400_or_404_begins_the_walk_again() {
        for (int status : new int[] {400, 404}) {
            app.empty();
            app.sandbox
                    .faults()
                    .on(Sandbox.JFT_READ, "/v1/Composition")
                    .status(
                            status,
                            Map.of("Content-Type", "application/json"),
                            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"expired\"}]}");

            assertThat(app.run().code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
            assertThat(Tables.state(app.jdbc)).isEqualTo(undisturbed);
        }
    }

    @Test
    void next_link_that_is_refused_otherwise_ends_the_run_for_now() {
        app.sandbox.faults().on(Sandbox.JFT_READ, "/v1/Composition").status(404);

        assertThat(app.run().code()).isEqualTo(ExitCode.TRY_LATER);
        assertNothingIsSkipped();
        assertPlainRunEndsUndisturbed("404");
    }

    @Test
    void cursor_that_always_expires_ends_the_run_for_now() {
        var fault = app.sandbox
                .faults()
                .on(Sandbox.JFT_READ, "/v1/Composition")
                .always()
                .status(410);

        var outcome = app.run();

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).contains("expired 3 times");
        assertThat(fault.hits()).isEqualTo(3);
        assertNothingIsSkipped();
        fault.disarm();
        assertPlainRunEndsUndisturbed("410");
    }

    @Test
    void next_link_to_another_server_is_not_followed() {
        try (var elsewhere = Sandbox.start(() -> START)) {
            app.sandbox
                    .jft()
                    .behaviour()
                    .nextLink(url -> url.replace(
                            app.sandbox.url("").toString(), elsewhere.url("").toString()));

            assertThat(app.run().code()).isEqualTo(ExitCode.CONFIGURATION);

            assertThat(elsewhere.book().requests()).isEmpty();
            assertThat(app.text("select count(*) from ajour.position where name = 'Composition'"))
                    .isEqualTo("0");
        }
        app.sandbox.jft().behaviour().nextLink(url -> url);
        assertRunEndsUndisturbed("other server");
    }

    @Test
    void next_links_in_a_circle_end_the_run_for_now() {
        app.sandbox.jft().behaviour().nextLink(url -> app.sandbox.url(Sandbox.JFT_READ) + "/v1/Composition?_count=3");

        var outcome = app.run();

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).contains("circle");
        app.sandbox.jft().behaviour().nextLink(url -> url);
        app.empty();
        assertPlainRunEndsUndisturbed("circle");
    }

    @Test
    void one_types_failure_does_not_hold_up_the_others() {
        app.sandbox.faults().on(Sandbox.JFT_READ, "/v1/Bundle.*").status(500);

        assertThat(app.run().code()).isEqualTo(ExitCode.TRY_LATER);

        assertThat(app.texts("select name from ajour.position order by 1"))
                .containsExactly("Composition", "MedicationDispense");
        assertPlainRunEndsUndisturbed("one type");
    }

    /** A watermark stands for everything before it. */
    private void assertNothingIsSkipped() {
        for (var type : EventType.values()) {
            var stored =
                    app.text("select count(*) from ajour.event where resource_type = '" + type.resourceType() + "'");
            if (!app.text("select value from ajour.position where name = '" + type.resourceType() + "'")
                    .isEmpty()) {
                assertThat(undisturbed.stream().filter(row -> row.startsWith("event " + type.resourceType() + " ")))
                        .as(type.resourceType())
                        .hasSize(Integer.parseInt(stored));
            }
        }
    }

    /** And asks for no page that is stored already. */
    private void assertPlainRunEndsUndisturbed(String after) {
        var unfinished = app.texts("select resource_type from ajour.unfinished_walk");
        var stored = Tables.versions(app.jdbc).stream()
                .filter(version -> unfinished.contains(version.type()))
                .toList();
        app.sandbox.book().clear();

        assertRunEndsUndisturbed(after);

        assertThat(app.sandbox.book().servedTo(app.orgnr())).as(after).noneMatch(stored::contains);
        resumed += stored.isEmpty() ? 0 : 1;
    }

    private void assertRunEndsUndisturbed(String after) {
        assertThat(app.run().code()).as(after).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(Tables.state(app.jdbc)).as(after).isEqualTo(undisturbed);
        assertThat(app.text("select count(*) from ajour.unfinished_walk"))
                .as(after)
                .isEqualTo("0");
    }

    private static Answer large(Answer answer) {
        return answer.text(" ".repeat(9 * 1024 * 1024));
    }
}
