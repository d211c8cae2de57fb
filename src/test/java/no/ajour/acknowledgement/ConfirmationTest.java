package no.ajour.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.sandbox.Sandbox;
import no.ajour.tenant.Tenant.Acknowledge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code $status}: what confirms, how long it is waited for, and what it may answer instead. */
class ConfirmationTest {
    private static final String STATUS = "/v1/.*/\\$status";
    private static final Stage STAGE = new Stage();

    private final no.ajour.tenant.Tenant tenant = STAGE.tenant(Acknowledge.JOURNALED);

    @AfterEach
    void calm() {
        STAGE.calm();
    }

    @AfterAll
    static void close() {
        assertThat(STAGE.sandbox.book().violations()).isEmpty();
        STAGE.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void either_spelling_confirms_with_the_time_that_jft_gives(boolean newer) {
        STAGE.sandbox.jft().behaviour().newStatusSpelling(newer);
        long event = journaledEvents(1).getFirst();

        STAGE.run(tenant);

        assertThat(STAGE.jdbc.sql("""
                        select state = 'confirmed' and status_journaled is not null and confirmed_at > accepted_at
                               and location like '%/$status' and next_status_at is null and attempts = 1
                        from ajour.acknowledgement where event_id = ?
                        """).param(event).query(Boolean.class).single())
                .isTrue();
    }

    @Test
    void a_short_lag_is_waited_for_within_the_run() {
        STAGE.sandbox.jft().behaviour().journaledLag(Duration.ofSeconds(5));
        journaledEvents(2);

        var outcome = STAGE.run(tenant);

        assertThat(outcome.balance())
                .containsEntry(Line.STATUS_ASKED, 4L)
                .containsEntry(Line.WAITING, 2L)
                .containsEntry(Line.CONFIRMED, 2L);
    }

    @Test
    void a_long_lag_is_left_to_later_runs_which_ask_only_when_it_is_time() {
        STAGE.sandbox.jft().behaviour().journaledLag(Duration.ofHours(3));
        var events = journaledEvents(2);

        assertThat(STAGE.run(tenant).balance()).containsEntry(Line.UNCONFIRMED, 2L);
        long calls = STAGE.calls();
        STAGE.run(tenant);
        assertThat(STAGE.calls()).as("nothing is due").isEqualTo(calls);

        for (int run = 0; run < 8; run++) {
            STAGE.clock.step(Duration.ofMinutes(30));
            STAGE.run(tenant);
        }

        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("confirmed", 2L));
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
        // 2 s, 12 s, then after 30 min, then every hour at most.
        assertThat(STAGE.calls() - calls).isLessThanOrEqualTo(2 * 5);
    }

    @Test
    void an_event_that_jft_has_forgotten_fails_once_it_has_had_time_to_be_known() {
        STAGE.sandbox.jft().behaviour().journaledLag(Duration.ofDays(1));
        long event = journaledEvents(1).getFirst();
        STAGE.run(tenant);
        forget(event);

        STAGE.clock.step(Duration.ofMinutes(2));
        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE);
        assertThat(STAGE.state(event)).isEqualTo("accepted");

        STAGE.settle();
        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(STAGE.state(event)).isEqualTo("failed");
        assertThat(STAGE.deadLetters(tenant)).isEqualTo(Map.of("event " + event, "unknown-event"));
    }

    @Test
    void a_failure_at_jft_is_a_dead_letter_without_numbers() {
        long event = journaledEvents(1).getFirst();
        STAGE.sandbox
                .faults()
                .on(Sandbox.JFT_READ, STATUS)
                .status(
                        200,
                        Map.of("Content-Type", "application/json"),
                        "{\"journaled\":null,\"failed\":\"no journal for 01810198765\"}");

        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);

        assertThat(STAGE.deadLetters(tenant)).isEqualTo(Map.of("event " + event, "failed-at-jft"));
        assertThat(STAGE.jdbc
                        .sql("select message from ajour.dead_letter where record = ?")
                        .param("event " + event)
                        .query(String.class)
                        .single())
                .contains("no journal for ***");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 20, 90})
    void a_status_that_is_cut_or_garbage_confirms_nothing_and_is_asked_again(long bytes) {
        var events = journaledEvents(2);
        STAGE.sandbox.faults().on(Sandbox.JFT_READ, statusOf(events.get(0))).cutAfter(bytes);
        STAGE.sandbox.faults().on(Sandbox.JFT_READ, statusOf(events.get(1))).garbage();

        var outcome = STAGE.run(tenant);

        assertThat(outcome.balance()).containsEntry(Line.WAITING, 2L).containsEntry(Line.CONFIRMED, 2L);
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
    }

    @Test
    void unknown_fields_are_no_trouble() {
        journaledEvents(1);
        STAGE.sandbox.faults().on(Sandbox.JFT_READ, STATUS).extraFields();

        STAGE.run(tenant);

        assertThat(STAGE.states(tenant)).containsOnlyKeys("confirmed");
    }

    @Test
    void an_acknowledgement_that_makes_the_event_newer_at_jft_is_still_confirmed() {
        STAGE.sandbox.jft().behaviour().acknowledgementBumps(true);
        journaledEvents(1);

        STAGE.run(tenant);

        assertThat(STAGE.states(tenant)).containsOnlyKeys("confirmed");
    }

    private List<Long> journaledEvents(int number) {
        var events = STAGE.events(tenant, number);
        STAGE.mark(events);
        return events;
    }

    private static String statusOf(long event) {
        return ".*"
                + STAGE.jdbc
                        .sql("select resource_id from ajour.event where id = ?")
                        .param(event)
                        .query(String.class)
                        .single()
                + ".*";
    }

    private void forget(long event) {
        STAGE.jdbc
                .sql("select resource_type, resource_id from ajour.event where id = ?")
                .param(event)
                .query(row -> {
                    STAGE.sandbox.jft().remove(tenant.orgnr(), row.getString(1), row.getString(2));
                });
    }
}
