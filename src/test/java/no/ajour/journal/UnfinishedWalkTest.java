package no.ajour.journal;

import static java.util.Objects.requireNonNull;
import static no.ajour.journal.JournalTestApp.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import no.ajour.run.ExitCode;
import no.ajour.run.FetchAhead;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.FaultRule;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A walk of five pages that breaks after the second one, and what the next run makes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnfinishedWalkTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private JournalTestApp app;
    private List<String> ids;

    @BeforeAll
    void start() {
        app = JournalTestApp.start(
                "ajour.jobs.journal-events.page-size=2", "ajour.jobs.journal-events.types=composition");
    }

    @AfterAll
    void stop() {
        app.close();
    }

    @BeforeEach
    void fill() {
        app.reset();
        ids = IntStream.range(0, 10)
                .mapToObj(i -> app.add(
                        app.events.composition(SyntheticNin.number(i)),
                        START.minus(HOUR).plusSeconds(i)))
                .toList();
    }

    @AfterEach
    void noViolations() {
        assertThat(app.sandbox.book().violations()).isEmpty();
    }

    @Test
    void goes_on_with_the_first_page_that_is_not_stored() {
        breakOff(false);

        assertThat(app.run().code()).isEqualTo(ExitCode.DONE);

        assertThat(requests()).containsExactly("GET 200", "GET 200", "GET 200");
        assertThat(served()).containsExactlyElementsOf(ids.subList(4, 10));
        assertEverythingIsHere();
        assertThat(app.text("select value from ajour.position"))
                .isEqualTo(START.minus(HOUR).plusSeconds(9).toString());
    }

    @Test
    void that_breaks_off_again_goes_on_again() {
        breakOff(false);
        var fault = breaksAfter(1);
        assertThat(app.run().code()).isEqualTo(ExitCode.TRY_LATER);
        fault.disarm();
        app.sandbox.book().clear();

        app.run();

        assertThat(served()).containsExactlyElementsOf(ids.subList(6, 10));
        assertEverythingIsHere();
    }

    @Test
    void moves_the_watermark_as_if_it_had_never_been_broken() {
        app.add(app.events.composition(SyntheticNin.number(0)), START.plus(HOUR));
        breakOff(false);
        app.step(Duration.ofMinutes(30));

        app.run();

        assertThat(app.text("select value from ajour.position")).isEqualTo(START.toString());
    }

    @Test
    void that_is_too_old_begins_again() {
        breakOff(false);
        app.step(HOUR.plusSeconds(1));

        app.run();

        assertBegunAgain("POST 200");
    }

    @Test
    void whose_cursor_has_expired_begins_again() {
        breakOff(false);
        app.sandbox.jft().behaviour().expireCursors();

        app.run();

        assertBegunAgain("GET 410");
    }

    @Test
    void whose_link_is_refused_in_any_way_begins_again() {
        for (int status : new int[] {400, 403, 404, 422}) {
            app.empty();
            breakOff(false);
            app.sandbox.faults().on(Sandbox.JFT_READ, "/v1/Composition").status(status);

            app.run();

            assertBegunAgain("GET " + status);
            app.sandbox.faults().clear();
        }
    }

    @Test
    void whose_link_leads_elsewhere_begins_again() {
        breakOff(false);
        app.jdbc
                .sql("update ajour.unfinished_walk set next_link = replace(next_link, '127.0.0.1', 'localhost')")
                .update();

        app.run();

        assertBegunAgain("POST 200");
    }

    @Test
    void is_of_no_use_where_the_position_has_changed() {
        app.run();
        app.step(HOUR);
        app.sandbox.jft().touch(app.orgnr(), "Composition", ids.get(3));
        app.sandbox.jft().touch(app.orgnr(), "Composition", ids.get(4));
        app.sandbox.jft().touch(app.orgnr(), "Composition", ids.get(5));
        var fault = breaksAfter(1);
        assertThat(app.run().code()).isEqualTo(ExitCode.TRY_LATER);
        fault.disarm();
        app.jdbc
                .sql("update ajour.position set value = :value")
                .param("value", START.minus(HOUR).toString())
                .update();
        app.sandbox.book().clear();

        app.run();

        assertThat(requests()).startsWith("POST 200");
        assertThat(served()).containsAll(ids);
        assertEverythingIsHere();
    }

    @Test
    void through_everything_is_gone_on_with_by_a_full_run_alone() {
        app.run();
        app.step(HOUR);
        breakOff(true);

        app.run(true);

        assertThat(served()).containsExactlyElementsOf(ids.subList(4, 10));
        assertEverythingIsHere();
        app.step(HOUR);
        breakOff(true);

        app.run();

        assertThat(requests()).startsWith("POST 200");
        assertThat(app.text("select count(*) from ajour.unfinished_walk")).isEqualTo("0");
    }

    @Test
    void misses_nothing_that_changed_while_it_was_broken_off() {
        breakOff(false);
        app.step(Duration.ofMinutes(20));
        app.sandbox
                .jft()
                .update(app.orgnr(), "Composition", ids.get(0), app.events.composition(SyntheticNin.number(11)));
        app.sandbox.jft().touch(app.orgnr(), "Composition", ids.get(8));
        app.add(app.events.composition(SyntheticNin.number(12)), START.plus(Duration.ofMinutes(15)));
        app.add(app.events.composition(SyntheticNin.number(13)), START.minus(Duration.ofMinutes(9)));

        app.run();
        app.step(Duration.ofMinutes(5));
        app.run();

        assertEverythingIsHere();
        assertThat(Tables.versions(app.jdbc)).hasSize(12);
    }

    @Test
    void misses_nothing_that_was_shown_late_while_it_was_broken_off() {
        for (int i = 0; i < 4; i++) {
            app.add(app.events.composition(SyntheticNin.number(i)), START.minusSeconds(60 - i));
        }
        breakOff(6, false);
        app.step(Duration.ofMinutes(5));
        app.add(app.events.composition(SyntheticNin.number(11)), START.minusSeconds(180));
        app.step(Duration.ofMinutes(25));
        app.add(app.events.composition(SyntheticNin.number(12)), START.plus(Duration.ofMinutes(29)));

        app.run();
        assertThat(served())
                .as("it lies before the first page that was not stored")
                .hasSize(3);
        app.run();

        assertEverythingIsHere();
    }

    @Test
    void remembers_the_newest_event_that_lies_before_the_break() {
        app.sandbox.jft().behaviour().trailingNext(true);
        breakOff(5, false);

        app.run();

        assertThat(served()).isEmpty();
        assertThat(app.text("select value from ajour.position"))
                .isEqualTo(START.minus(HOUR).plusSeconds(9).toString());
    }

    @Test
    void whose_link_may_name_a_person_is_not_kept() {
        var mark = "&_format=" + SyntheticNin.number(0);
        app.sandbox.jft().behaviour().nextLink(url -> url + mark);
        var fault = breaksAfter(2);

        assertThat(app.run().code()).isEqualTo(ExitCode.TRY_LATER);

        assertThat(app.text("select count(*) from ajour.unfinished_walk")).isEqualTo("0");
        fault.disarm();
        app.sandbox.book().clear();
        app.run();
        assertBegunAgain("POST 200");
    }

    @Test
    void is_never_kept_where_it_may_not_be_gone_on_with() {
        breakOff(false);
        var run = new no.ajour.run.Run(1, EventSteps.JOB, app.orgnr(), 1, false);
        var allowed = new UnfinishedWalks(app.jdbc, HOUR, () -> START);
        var never = new UnfinishedWalks(app.jdbc, Duration.ZERO, () -> START);
        var place = requireNonNull(allowed.find(run, EventType.COMPOSITION, null));

        assertThat(never.find(run, EventType.COMPOSITION, null)).isNull();
        never.save(run, EventType.COMPOSITION, null, place);
        assertThat(app.text("select count(*) from ajour.unfinished_walk")).isEqualTo("0");
    }

    @Test
    void hands_on_the_page_that_was_asked_for_before_a_stop() throws InterruptedException {
        var handedOn = new ArrayList<String>();
        var sink = new FetchAhead.Sink<Page>() {
            private boolean stopped;

            @Override
            public void put(Page page) {
                page.entries().events().forEach(event -> handedOn.add(event.id()));
                stopped = true;
            }

            @Override
            public boolean stopped() {
                return stopped;
            }
        };

        app.walk(Walk.everything(EventType.COMPOSITION), sink);

        assertThat(served()).containsExactlyElementsOf(ids.subList(0, 4));
        assertThat(handedOn).isEqualTo(served());
    }

    private void breakOff(boolean full) {
        breakOff(2, full);
    }

    private void breakOff(int pages, boolean full) {
        var fault = breaksAfter(pages);
        assertThat(app.run(full).code()).isEqualTo(ExitCode.TRY_LATER);
        fault.disarm();
        assertThat(app.text("select count(*) from ajour.unfinished_walk")).isEqualTo("1");
        app.sandbox.book().clear();
    }

    private FaultRule breaksAfter(int pages) {
        return app.sandbox
                .faults()
                .on(Sandbox.JFT_READ, "/v1/Composition.*")
                .skip(pages)
                .status(500);
    }

    private void assertBegunAgain(String first) {
        assertThat(requests()).startsWith(first).contains("POST 200");
        assertThat(served()).containsAll(ids);
        assertEverythingIsHere();
        assertThat(app.text("select value from ajour.position"))
                .isEqualTo(START.minus(HOUR).plusSeconds(9).toString());
    }

    private void assertEverythingIsHere() {
        assertThat(Tables.versions(app.jdbc)).isEqualTo(app.sandbox.jft().versions(app.orgnr()));
        assertThat(app.text("select count(*) from ajour.unfinished_walk")).isEqualTo("0");
    }

    private List<String> requests() {
        return app.sandbox.book().requests(Sandbox.JFT_READ).stream()
                .map(request -> request.method() + " " + request.status())
                .toList();
    }

    private List<String> served() {
        return app.sandbox.book().served().stream()
                .map(Book.Served::version)
                .map(Book.Version::id)
                .toList();
    }
}
