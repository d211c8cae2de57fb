package no.ajour.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import no.ajour.delivery.Claims;
import no.ajour.run.ExitCode;
import no.ajour.run.Fence;
import no.ajour.run.LeaseLost;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.sandbox.Sandbox;
import no.ajour.tenant.Tenant.Acknowledge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.PlatformTransactionManager;

/** Crashes, cuts and lost leases at every point; afterwards both sides' books agree. */
class InterruptionTest {
    private static final String ACKNOWLEDGE = "/v1/.*/\\$journaling-acknowledged";
    private static final Stage STAGE =
            new Stage("ajour.jobs.acknowledgements.chunk-size=4", "ajour.jobs.acknowledgements.calls-in-flight=2");

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

    @Test
    void a_crash_at_any_commit_leaves_every_event_acknowledged_exactly_once() {
        int crashes = 0;
        for (boolean crashed = true; crashed; crashes++) {
            var own = STAGE.tenant(Acknowledge.JOURNALED);
            var journaled = STAGE.events(own, 5);
            STAGE.events(own, 1);
            STAGE.mark(journaled);

            STAGE.crash.at(crashes + 1);
            crashed = STAGE.run(own).code() != ExitCode.DONE;
            assertThat(STAGE.crash.happened()).isEqualTo(crashed);
            STAGE.crash.never();
            STAGE.run(own);
            STAGE.settle();

            assertThat(STAGE.run(own).code()).isEqualTo(ExitCode.DONE);
            assertThat(STAGE.states(own)).as("crash %d", crashes).isEqualTo(Map.of("confirmed", 5L));
            assertThat(STAGE.acknowledged(own)).as("crash %d", crashes).isEqualTo(Stage.onceEach(journaled));
        }
        assertThat(crashes).isGreaterThan(15);
    }

    @Test
    void a_claim_that_was_never_sent_is_sent_once_status_has_said_no() {
        var events = journaledEvents(3);
        STAGE.jdbc
                .sql("update ajour.acknowledgement set state = 'sending', sending_at = ? where event_id = any(?)")
                .param(STAGE.clock.instant().atOffset(java.time.ZoneOffset.UTC))
                .param(events.toArray(Long[]::new))
                .update();

        assertThat(STAGE.run(tenant).balance()).containsEntry(Line.WAITING, 3L).containsEntry(Line.UNCONFIRMED, 3L);
        assertThat(STAGE.acknowledged(tenant)).as("it may still be on its way").isEmpty();

        STAGE.settle();
        assertThat(STAGE.run(tenant).balance()).containsEntry(Line.REQUEUED, 3L).containsEntry(Line.CONFIRMED, 3L);
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_cut_connection_is_looked_up_before_anything_is_sent_again(boolean arrived) {
        var events = journaledEvents(6);
        var cut = STAGE.sandbox
                .faults()
                .on(Sandbox.JFT_WRITE, ACKNOWLEDGE)
                .skip(1)
                .times(2);
        (arrived ? cut.afterHandling() : cut).drop();

        var outcome = STAGE.run(tenant);
        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.balance()).containsEntry(Line.SENT, 6L).containsEntry(Line.UNANSWERED, 2L);
        STAGE.run(tenant);
        STAGE.settle();
        STAGE.run(tenant);

        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("confirmed", 6L));
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void a_server_error_after_sending_is_looked_up_too(int status) {
        var events = journaledEvents(3);
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, ACKNOWLEDGE).status(status);

        STAGE.run(tenant);
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("confirmed", 2L, "sending", 1L));
        STAGE.settle();
        STAGE.run(tenant);

        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
    }

    @Test
    void an_api_that_is_down_ends_the_run_for_now_before_much_is_claimed() {
        var events = journaledEvents(40);
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, ACKNOWLEDGE).always().drop();

        var outcome = STAGE.run(tenant);

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).contains("in a row");
        assertThat(STAGE.states(tenant).get("pending")).isGreaterThanOrEqualTo(40L - 8L);
        assertThat(outcome.balance().get(Line.UNANSWERED)).isBetween(5L, 7L);

        STAGE.calm();
        STAGE.settle();
        STAGE.run(tenant);
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
    }

    @Test
    void what_jft_took_is_never_sent_again_however_late_status_is() {
        var events = journaledEvents(2);
        STAGE.sandbox.jft().behaviour().journaledLag(Duration.ofDays(2));

        for (int day = 0; day < 3; day++) {
            STAGE.run(tenant);
            STAGE.clock.step(Duration.ofDays(1));
        }

        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE);
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("confirmed", 2L));
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
    }

    @Test
    void a_lost_answer_with_a_status_later_than_the_settle_time_is_sent_again_and_ends_confirmed() {
        long event = journaledEvents(1).getFirst();
        STAGE.sandbox.jft().behaviour().journaledLag(Duration.ofMinutes(40));
        STAGE.sandbox.jft().behaviour().refuseRepeatedAcknowledgement(true);
        STAGE.sandbox
                .faults()
                .on(Sandbox.JFT_WRITE, ACKNOWLEDGE)
                .afterHandling()
                .drop();

        STAGE.run(tenant);
        STAGE.settle();
        STAGE.run(tenant);
        assertThat(STAGE.state(event)).as("409: JFT has it already").isEqualTo("accepted");
        STAGE.clock.step(Duration.ofHours(2));
        STAGE.run(tenant);

        assertThat(STAGE.state(event)).isEqualTo("confirmed");
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(List.of(event)));
    }

    @Test
    void a_run_that_has_lost_its_lease_claims_and_sends_no_more() {
        var events = journaledEvents(40);
        var whenLost = new AtomicReference<Map<String, Long>>();
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, ACKNOWLEDGE).skip(5).run(() -> {
            STAGE.jdbc
                    .sql("update ajour.lease set token = token + 1 where job = 'acknowledgements' and tenant = ?")
                    .param(tenant.orgnr())
                    .update();
            whenLost.set(STAGE.states(tenant));
        });

        assertThat(STAGE.run(tenant).code()).isIn(ExitCode.TRY_LATER, ExitCode.ALREADY_RUNNING);
        assertThat(whenLost.get()).containsKey("pending").isEqualTo(STAGE.states(tenant));

        free();
        STAGE.run(tenant);
        STAGE.settle();
        STAGE.run(tenant);
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
    }

    @Test
    void a_claim_with_an_old_token_takes_nothing() throws InterruptedException {
        journaledEvents(2);
        STAGE.jdbc
                .sql(
                        "insert into ajour.lease (job, tenant, token, holder, acquired_at, expires_at) values ('acknowledgements', ?, 8, 'another', now(), now() + '1 min')")
                .param(tenant.orgnr())
                .update();
        var claims = new Claims(
                STAGE.context.getBean(PlatformTransactionManager.class),
                STAGE.context.getBean(Fence.class),
                STAGE.clock.timing());
        var run = new Run(1, "acknowledgements", tenant.orgnr(), 7, false);
        var frozen = claims.all(
                        run, STAGE.context.getBean(AcknowledgementTable.class).pending(run, tenant))
                .begin(answers -> {});

        assertThatThrownBy(frozen::hasNext).isInstanceOf(LeaseLost.class).hasMessageContaining("taken over");
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("pending", 2L));
    }

    // What the takeover would have done at its end.
    private void free() {
        STAGE.jdbc
                .sql("update ajour.lease set holder = null where job = 'acknowledgements' and tenant = ?")
                .param(tenant.orgnr())
                .update();
    }

    @Test
    void an_answer_never_overwrites_a_later_state() {
        var events = journaledEvents(1);
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE, ACKNOWLEDGE).run(() -> STAGE.jdbc
                .sql("update ajour.acknowledgement set state = 'confirmed' where event_id = ?")
                .param(events.getFirst())
                .update());

        var outcome = STAGE.run(tenant);

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).contains("do not balance");
        assertThat(STAGE.state(events.getFirst())).isEqualTo("confirmed");
    }

    @Test
    void hundreds_are_sent_in_many_transactions_and_each_once() {
        var events = journaledEvents(250);

        assertThat(STAGE.run(tenant).balance()).containsEntry(Line.SENT, 250L).containsEntry(Line.CONFIRMED, 250L);
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
    }

    private List<Long> journaledEvents(int number) {
        var events = STAGE.events(tenant, number);
        STAGE.mark(events);
        return events;
    }
}
