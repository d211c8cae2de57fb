package no.ajour.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import no.ajour.delivery.Claims;
import no.ajour.http.Apis;
import no.ajour.run.ExitCode;
import no.ajour.run.Fence;
import no.ajour.run.LeaseLost;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.sandbox.Sandbox;
import no.ajour.tenant.Tenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.PlatformTransactionManager;

/** Crashes, cuts and lost leases at every point; afterwards both sides' books agree. */
class InterruptionTest {
    private static final String SUBMIT = "/v1/[A-Za-z]+";
    private static final Stage STAGE =
            new Stage("ajour.jobs.outgoing-events.chunk-size=4", "ajour.jobs.outgoing-events.calls-in-flight=2");

    private final Tenant tenant = STAGE.tenant();

    @AfterEach
    void calm() {
        STAGE.calm();
    }

    @AfterAll
    static void close() {
        assertThat(STAGE.sandbox.book().violations()).isEmpty();
        STAGE.close();
    }

    @Test
    void a_crash_at_any_commit_leaves_every_event_submitted_exactly_once() {
        int crashes = 0;
        for (boolean crashed = true; crashed; crashes++) {
            var own = STAGE.tenant();
            STAGE.queue(own, 5);

            STAGE.crash.at(crashes + 1);
            crashed = STAGE.run(own).code() != ExitCode.DONE;
            assertThat(STAGE.crash.happened()).isEqualTo(crashed);
            STAGE.crash.never();
            STAGE.run(own);
            STAGE.settle();
            STAGE.run(own);
            STAGE.settle();

            assertThat(STAGE.run(own).code()).isEqualTo(ExitCode.DONE);
            assertThat(STAGE.states(own)).as("crash %d", crashes).isEqualTo(Map.of("registered", 5L));
            onceEach(own, 5, "crash " + crashes);
        }
        assertThat(crashes).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_cut_connection_is_looked_up_before_anything_is_sent_again(boolean arrived) {
        STAGE.queue(tenant, 6);
        var cut = STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, SUBMIT).skip(1).times(2);
        (arrived ? cut.afterHandling() : cut).drop();

        var outcome = STAGE.run(tenant);
        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.balance()).containsEntry(Line.SENT, 6L).containsEntry(Line.UNANSWERED, 2L);
        var soon = STAGE.run(tenant).balance();
        assertThat(soon).containsEntry(arrived ? Line.FOUND : Line.WAITING, 2L);
        STAGE.settle();
        STAGE.run(tenant);

        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("registered", 6L));
        onceEach(tenant, 6, "cut");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 500, 502, 503, 504})
    void a_server_error_after_sending_is_looked_up_too(int status) {
        STAGE.queue(tenant, 3);
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, SUBMIT).status(status);

        STAGE.run(tenant);
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("registered", 2L, "sending", 1L));
        STAGE.settle();
        STAGE.run(tenant);

        onceEach(tenant, 3, "status " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void what_was_certainly_not_processed_is_queued_again_and_needs_no_search(int status) {
        STAGE.queue(tenant, 3);
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, SUBMIT).status(status, Map.of("Retry-After", "600"), "");

        var outcome = STAGE.run(tenant);

        assertThat(outcome.balance()).containsEntry(Line.UNSENT, 1L);
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("queued", 1L, "registered", 2L));
        STAGE.clock.step(Duration.ofMinutes(11));
        assertThat(STAGE.run(tenant).balance()).doesNotContainKey(Line.LOOKED_FOR);
        onceEach(tenant, 3, "status " + status);
    }

    @Test
    void the_search_for_a_lost_answer_goes_through_all_pages() {
        STAGE.sandbox.jft().behaviour().counts(2, 2);
        STAGE.queue(tenant, 12);
        STAGE.sandbox
                .faults()
                .on(Sandbox.JFT_WRITE, SUBMIT)
                .skip(9)
                .times(3)
                .afterHandling()
                .drop();

        STAGE.run(tenant);
        assertThat(STAGE.run(tenant).balance()).containsEntry(Line.FOUND, 3L);
        STAGE.clock.step(Duration.ofMinutes(1));
        STAGE.run(tenant);

        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("registered", 12L));
        onceEach(tenant, 12, "pages");
    }

    @Test
    void a_search_that_does_not_come_to_its_end_decides_nothing() {
        STAGE.sandbox.jft().behaviour().counts(1, 1);
        // Two of each type, whichever is the last to come.
        STAGE.queue(tenant, 6);
        STAGE.sandbox
                .faults()
                .on(Sandbox.JFT_WRITE, SUBMIT)
                .skip(5)
                .afterHandling()
                .drop();
        STAGE.run(tenant);
        STAGE.settle();
        STAGE.sandbox.faults().on(Sandbox.JFT_READ, "/v1/.*").skip(1).always().status(503);

        STAGE.run(tenant);
        assertThat(STAGE.states(tenant).get("sending")).isEqualTo(1L);

        STAGE.calm();
        STAGE.run(tenant);
        STAGE.clock.step(Duration.ofMinutes(1));
        STAGE.run(tenant);
        onceEach(tenant, 6, "broken search");
    }

    @Test
    void an_api_that_is_down_ends_the_run_for_now_before_much_is_claimed() {
        STAGE.queue(tenant, 40);
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, SUBMIT).always().drop();

        var outcome = STAGE.run(tenant);

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).contains("in a row");
        assertThat(STAGE.states(tenant).get("queued")).isGreaterThanOrEqualTo(40L - 8L);

        STAGE.calm();
        STAGE.settle();
        STAGE.run(tenant);
        onceEach(tenant, 40, "down");
    }

    @Test
    void an_event_that_is_lost_again_and_again_becomes_a_dead_letter_and_an_operator_sends_it() {
        var event = STAGE.queue(tenant, 1).getFirst();
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, SUBMIT).times(3).drop();
        for (int i = 0; i < 4; i++) {
            STAGE.run(tenant);
            STAGE.settle();
        }
        assertThat(STAGE.column(event, "state")).isEqualTo("unclear");
        assertThat(STAGE.column(event, "attempts")).isEqualTo("3");
        assertThat(STAGE.deadLetters(tenant)).isEqualTo(Map.of("outgoing event " + event, "unclear"));

        assertThat(STAGE.retryLetters(tenant).code()).isEqualTo(ExitCode.DONE);

        assertThat(STAGE.column(event, "state")).isEqualTo("registered");
        assertThat(STAGE.deadLetters(tenant)).isEmpty();
        onceEach(tenant, 1, "lost");
    }

    @Test
    void an_unclear_event_that_an_operator_gives_up_is_refused() {
        var event = STAGE.queue(tenant, 1).getFirst();
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, SUBMIT).times(3).drop();
        for (int i = 0; i < 4; i++) {
            STAGE.run(tenant);
            STAGE.settle();
        }
        STAGE.jdbc
                .sql("update ajour.dead_letter set state = 'discarded', closed_at = now() where tenant = ?")
                .param(tenant.orgnr())
                .update();

        STAGE.run(tenant);

        assertThat(STAGE.column(event, "state") + " " + STAGE.column(event, "cause"))
                .isEqualTo("refused given-up");
    }

    @Test
    void an_event_that_is_registered_later_than_settle_time_is_sent_twice_and_that_is_told() {
        STAGE.sandbox.jft().behaviour().registeredLag(Duration.ofMinutes(40));
        STAGE.queue(tenant, 1);
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, SUBMIT).afterHandling().drop();

        STAGE.run(tenant);
        STAGE.settle();
        STAGE.run(tenant);
        STAGE.clock.step(Duration.ofHours(2));
        STAGE.run(tenant);

        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("registered", 1L));
        assertThat(STAGE.perIdentifier(tenant))
                .as("one identifier, two events")
                .hasSize(1)
                .containsValue(2L);
    }

    @Test
    void a_run_that_has_lost_its_lease_claims_and_sends_no_more() {
        STAGE.queue(tenant, 40);
        var whenLost = new AtomicReference<Map<String, Long>>();
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, SUBMIT).skip(5).run(() -> {
            STAGE.jdbc
                    .sql("update ajour.lease set token = token + 1 where job = 'outgoing-events' and tenant = ?")
                    .param(tenant.orgnr())
                    .update();
            whenLost.set(STAGE.states(tenant));
        });

        assertThat(STAGE.run(tenant).code()).isIn(ExitCode.TRY_LATER, ExitCode.ALREADY_RUNNING);
        assertThat(whenLost.get()).containsKey("queued").isEqualTo(STAGE.states(tenant));

        STAGE.jdbc
                .sql("update ajour.lease set holder = null where job = 'outgoing-events' and tenant = ?")
                .param(tenant.orgnr())
                .update();
        STAGE.run(tenant);
        STAGE.settle();
        STAGE.run(tenant);
        onceEach(tenant, 40, "lost lease");
    }

    @Test
    void a_claim_with_an_old_token_takes_nothing() throws InterruptedException {
        STAGE.queue(tenant, 2);
        STAGE.jdbc
                .sql("insert into ajour.lease (job, tenant, token, holder, acquired_at, expires_at)"
                        + " values ('outgoing-events', ?, 8, 'another', now(), now() + '1 min')")
                .param(tenant.orgnr())
                .update();
        var claims = new Claims(
                STAGE.context.getBean(PlatformTransactionManager.class),
                STAGE.context.getBean(Fence.class),
                STAGE.clock.timing());
        var run = new Run(1, "outgoing-events", tenant.orgnr(), 7, false);
        var frozen = claims.all(run, STAGE.context.getBean(OutgoingTable.class).pending(run))
                .begin(answers -> {});

        assertThatThrownBy(frozen::hasNext).isInstanceOf(LeaseLost.class).hasMessageContaining("taken over");
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("queued", 2L));
    }

    @Test
    void what_a_run_puts_back_is_left_to_the_next_one() {
        var id = STAGE.queue(tenant, 1).getFirst();
        STAGE.jdbc
                .sql("update ajour.outgoing_event set checked_at = now() where id = ?")
                .param(id)
                .update();
        var pending = STAGE.context
                .getBean(OutgoingTable.class)
                .pending(new Run(1, "outgoing-events", tenant.orgnr(), 1, false));
        var claimed = pending.claim(STAGE.clock.instant());
        assertThat(claimed).extracting(OutgoingEvent::id).containsExactly(id);

        pending.giveBack(claimed);

        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("queued", 1L));
        assertThat(pending.claim(STAGE.clock.instant())).isEmpty();
    }

    @Test
    void a_process_that_wakes_up_after_its_claim_has_grown_old_sends_nothing() {
        long id = STAGE.queue(tenant, 1).getFirst();
        var api = new EventsApi(STAGE.context.getBean(Apis.class), STAGE.context.getBean(OutgoingSettings.class));
        var claimed = new OutgoingEvent(
                id,
                "Bundle",
                OutgoingState.SENDING,
                STAGE.clock.instant(),
                null,
                null,
                1,
                null,
                null,
                false,
                List.of());
        var body = STAGE.events.document(STAGE.nin()).toString();

        // The last look at the clock is taken when the connection stands.
        var outcome = api.submit(tenant, claimed, body, STAGE.clock.instant().minusSeconds(1));

        assertThat(outcome).isInstanceOf(Outcome.NotSent.class);
        assertThat(STAGE.submissions(tenant)).isEmpty();
        assertThat(api.submit(tenant, claimed, body, STAGE.clock.instant().plusSeconds(1)))
                .isInstanceOf(Outcome.Taken.class);
    }

    @Test
    void an_answer_never_overwrites_a_later_state() {
        STAGE.queue(tenant, 1);
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, SUBMIT).run(() -> STAGE.jdbc
                .sql("update ajour.outgoing_event set state = 'registered'"
                        + " where tenant_id = (select id from ajour.tenant where orgnr = ?)")
                .param(tenant.orgnr())
                .update());

        var outcome = STAGE.run(tenant);

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).contains("do not balance");
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("registered", 1L));
    }

    private static void onceEach(Tenant tenant, int events, String when) {
        assertThat(STAGE.perIdentifier(tenant)).as(when).hasSize(events).allSatisfy((id, times) -> assertThat(times)
                .as(id)
                .isEqualTo(1));
    }
}
