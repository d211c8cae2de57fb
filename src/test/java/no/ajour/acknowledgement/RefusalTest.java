package no.ajour.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.sandbox.JftSandbox;
import no.ajour.sandbox.Sandbox;
import no.ajour.tenant.Tenant.Acknowledge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the WriteAPI may answer instead of 202. */
class RefusalTest {
    private static final Stage STAGE = new Stage("ajour.jobs.acknowledgements.error-budget.count=20");

    private final no.ajour.tenant.Tenant tenant = STAGE.tenant(Acknowledge.JOURNALED);
    private final List<Long> events = STAGE.events(tenant, 3);

    {
        STAGE.mark(events);
    }

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
    void an_event_that_jft_does_not_know_stops_only_itself() {
        STAGE.sandbox.jft().remove(tenant.orgnr(), type(events.getFirst()), id(events.getFirst()));

        var outcome = STAGE.run(tenant);

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(outcome.balance())
                .containsEntry(Line.SENT, 3L)
                .containsEntry(Line.ACCEPTED, 2L)
                .containsEntry(Line.DEAD, 1L);
        assertThat(STAGE.deadLetters(tenant)).isEqualTo(Map.of("event " + events.getFirst(), "unknown-event"));
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("confirmed", 2L, "failed", 1L));
    }

    @Test
    void a_refused_one_that_is_marked_again_is_looked_up_and_then_sent() {
        STAGE.sandbox
                .faults()
                .on(Sandbox.JFT_WRITE, ".*" + id(events.get(1)) + ".*")
                .status(400);
        STAGE.run(tenant);
        assertThat(STAGE.state(events.get(1))).isEqualTo("failed");

        STAGE.mark(List.of(events.get(1)));
        assertThat(STAGE.state(events.get(1))).isEqualTo("sending");
        STAGE.settle();
        STAGE.run(tenant);

        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("confirmed", 3L));
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
        assertThat(STAGE.deadLetters(tenant)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void a_refusal_is_a_dead_letter_with_what_jft_said_but_no_number(int status) {
        STAGE.sandbox
                .faults()
                .on(Sandbox.JFT_WRITE, ".*" + id(events.get(1)) + ".*")
                .status(
                        status,
                        Map.of("Content-Type", "application/fhir+json"),
                        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"invalid\","
                                + "\"diagnostics\":\"JFT-17 about 01810198765\"}]}");

        STAGE.run(tenant);

        assertThat(STAGE.deadLetters(tenant)).isEqualTo(Map.of("event " + events.get(1), "refused"));
        assertThat(STAGE.jdbc
                        .sql("select failure from ajour.acknowledgement where event_id = ?")
                        .param(events.get(1))
                        .query(String.class)
                        .single())
                .contains(status + " (", "JFT-17")
                .doesNotContain("01810198765");
    }

    @Test
    void what_jft_had_before_counts_as_done_when_status_confirms() {
        STAGE.sandbox.jft().behaviour().refuseRepeatedAcknowledgement(true);
        STAGE.sandbox.jft().journaledElsewhere(tenant.orgnr(), type(events.getFirst()), id(events.getFirst()));

        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE);

        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("confirmed", 3L));
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events.subList(1, 3)));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 405, 415, 302})
    void a_refused_token_or_request_stops_the_tenants_run_and_loses_nothing(int status) {
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE).always().status(status);

        var outcome = STAGE.run(tenant);
        assertThat(outcome.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(outcome.reason()).contains("jft-write");
        assertThat(STAGE.deadLetters(tenant)).isEmpty();
        assertThat(STAGE.states(tenant)).doesNotContainKeys("failed", "accepted", "confirmed");

        STAGE.calm();
        STAGE.settle();
        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE);
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
    }

    @Test
    void what_was_answered_beside_a_refused_token_is_recorded() {
        STAGE.sandbox
                .faults()
                .on(Sandbox.JFT_WRITE, ".*" + id(events.getFirst()) + ".*")
                .status(403);

        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.CONFIGURATION);

        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("accepted", 2L, "sending", 1L));
    }

    @Test
    void one_municipalitys_trouble_is_its_own() {
        var other = STAGE.tenant(Acknowledge.JOURNALED);
        var othersEvents = STAGE.events(other, 2);
        STAGE.mark(othersEvents);
        STAGE.sandbox.helseId().rejectScope(JftSandbox.SCOPE, tenant.orgnr());

        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(STAGE.run(other).code()).isEqualTo(ExitCode.DONE);
        assertThat(STAGE.acknowledged(other)).isEqualTo(Stage.onceEach(othersEvents));
    }

    @Test
    void a_token_that_ends_midway_is_renewed_and_nothing_is_sent_twice() {
        var more = new java.util.ArrayList<>(events);
        more.addAll(STAGE.events(tenant, 40));
        STAGE.mark(more);
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE).skip(10).run(STAGE.sandbox.helseId()::expireTokens);

        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE);
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(more));
    }

    @Test
    void too_many_refusals_stop_the_step_and_leave_the_rest_alone() {
        STAGE.mark(STAGE.events(tenant, 997));
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE).always().status(404);

        var outcome = STAGE.run(tenant);

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).contains("error-budget");
        long failed = STAGE.deadLetters(tenant).size();
        assertThat(failed).isBetween(100L, 999L);
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("failed", failed, "pending", 1000L - failed));
    }

    private static String type(long event) {
        return column(event, "resource_type");
    }

    private static String id(long event) {
        return column(event, "resource_id");
    }

    private static String column(long event, String name) {
        return STAGE.jdbc
                .sql("select to_jsonb(e) ->> ? from ajour.event e where id = ?")
                .param(name)
                .param(event)
                .query(String.class)
                .single();
    }
}
