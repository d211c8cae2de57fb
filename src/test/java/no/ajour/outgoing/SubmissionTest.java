package no.ajour.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.run.RepairOrder;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.JftSandbox;
import no.ajour.sandbox.Sandbox;
import no.ajour.tenant.Tenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the job does with events, and with the answers that JFT documents. */
class SubmissionTest {
    private static final Stage STAGE = new Stage(
            "ajour.jobs.outgoing-events.source-system=Journal 4.2", "ajour.jobs.outgoing-events.error-budget.count=20");

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
    void events_of_every_kind_are_sent_once_and_registered() {
        var queued = STAGE.queue(tenant, 10);

        var outcome = STAGE.run(tenant);

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.balance())
                .containsEntry(Line.CHECKED, 10L)
                .containsEntry(Line.PASSED, 10L)
                .containsEntry(Line.SENT, 10L)
                .containsEntry(Line.ACCEPTED, 10L)
                .containsEntry(Line.REGISTERED, 10L);
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("registered", 10L));
        assertThat(STAGE.submissions(tenant))
                .hasSize(10)
                .allMatch(entry -> "Journal 4.2".equals(entry.sourceSystem()))
                .extracting(Book.Submission::id)
                .containsExactlyInAnyOrderElementsOf(queued.stream()
                        .map(event -> STAGE.column(event, "resource_id"))
                        .toList());
        assertThat(STAGE.perIdentifier(tenant)).hasSize(10).allSatisfy((id, times) -> assertThat(times)
                .isEqualTo(1));

        var again = STAGE.run(tenant);
        assertThat(again.balance()).doesNotContainKey(Line.CHECKED);
        assertThat(STAGE.submissions(tenant)).hasSize(10);
    }

    @Test
    void what_is_sent_is_word_for_word_what_was_queued() {
        var sent = new CopyOnWriteArrayList<String>();
        STAGE.sandbox
                .faults()
                .when(call -> call.api().equals(Sandbox.JFT_WRITE) && sent.add(call.text()))
                .always()
                .run(() -> {});
        var body = STAGE.events
                .document(STAGE.nin())
                .put("language", "nb")
                .toString()
                .replace("\"language\":\"nb\"", "\n  \"language\" : \"\\u006eb\"");
        STAGE.queue(tenant, "own identifier", "Bundle", body, null);
        STAGE.run(tenant);
        assertThat(sent).containsExactly(body);

        sent.clear();
        var without = STAGE.events.medicationDispense(STAGE.nin()).toString();
        STAGE.queue(tenant, "none", "MedicationDispense", without, null);
        STAGE.run(tenant);
        assertThat(sent).singleElement().satisfies(text -> {
            assertThat(text).startsWith("{\"identifier\":[{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:");
            assertThat(text).endsWith(without.substring(1));
        });
    }

    @Test
    void the_source_system_is_the_events_own_made_fit_for_a_header() {
        var document = STAGE.events.document(STAGE.nin());
        STAGE.queue(tenant, "one", "Bundle", document.toString(), "Blåbær\r\nx: 01810198765 " + "x".repeat(200));

        STAGE.run(tenant);

        assertThat(STAGE.submissions(tenant)).singleElement().satisfies(entry -> assertThat(entry.sourceSystem())
                .startsWith("Blabaer x: *** xxx")
                .hasSize(100));
    }

    @Test
    void registration_that_lags_is_waited_for_and_nothing_is_sent_again() {
        STAGE.sandbox.jft().behaviour().registeredLag(Duration.ofHours(5));
        var event = STAGE.queue(tenant, 1).getFirst();

        assertThat(STAGE.run(tenant).balance()).containsEntry(Line.UNCONFIRMED, 1L);
        assertThat(STAGE.column(event, "state")).isEqualTo("accepted");
        STAGE.settle();
        STAGE.run(tenant);
        STAGE.clock.step(Duration.ofHours(6));
        STAGE.run(tenant);

        assertThat(STAGE.column(event, "state")).isEqualTo("registered");
        assertThat(STAGE.column(event, "registered_at")).startsWith("2026-11-21");
        assertThat(STAGE.submissions(tenant)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "other-host", "escaped", "no-operation", "query"})
    void the_id_is_read_from_a_location_of_any_form(String form) {
        UnaryOperator<String> rewrite =
                switch (form) {
                    case "relative" -> url -> url.substring(url.indexOf("/v1/"));
                    case "other-host" -> url -> "https://elsewhere.invalid" + url.substring(url.indexOf("/v1/"));
                    case "escaped" -> url -> url.replace("$", "%24");
                    case "no-operation" -> url -> url.replace("/$status", "/");
                    default -> url -> url + "?format=json";
                };
        STAGE.sandbox.jft().behaviour().location(rewrite);
        STAGE.queue(tenant, 3);

        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE);
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("registered", 3L));
    }

    @Test
    void an_event_taken_without_a_location_is_found_by_its_identifier() {
        STAGE.sandbox.jft().behaviour().location(url -> "");
        var event = STAGE.queue(tenant, 1).getFirst();
        STAGE.run(tenant);
        assertThat(STAGE.column(event, "state")).isEqualTo("accepted");

        var outcome = STAGE.run(tenant);

        assertThat(outcome.balance()).containsEntry(Line.FOUND, 1L);
        STAGE.clock.step(Duration.ofMinutes(1));
        STAGE.run(tenant);
        assertThat(STAGE.column(event, "state")).isEqualTo("registered");
        assertThat(STAGE.submissions(tenant)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 412, 413, 422})
    void a_refusal_is_in_the_row_and_a_dead_letter_with_what_jft_said_but_no_number(int status) {
        var events = STAGE.queue(tenant, 2);
        STAGE.sandbox
                .faults()
                .on(Sandbox.JFT_WRITE)
                .status(
                        status,
                        Map.of("Content-Type", "application/fhir+json"),
                        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"invalid\","
                                + "\"diagnostics\":\"JFT-17 about 01810198765\"}]}");

        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);

        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("registered", 1L, "refused", 1L));
        var refused = events.stream()
                .filter(event -> STAGE.column(event, "state").equals("refused"))
                .findFirst()
                .orElseThrow();
        assertThat(STAGE.deadLetters(tenant)).isEqualTo(Map.of("outgoing event " + refused, "refused"));
        assertThat(STAGE.column(refused, "failure"))
                .contains(status + " (", "JFT-17")
                .doesNotContain("01810198765");

        assertThat(STAGE.retryLetters(tenant).code()).isEqualTo(ExitCode.DONE);
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("registered", 2L));
        assertThat(STAGE.deadLetters(tenant)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 415, 302})
    void a_refused_token_or_address_stops_the_tenants_run_and_everything_stays_queued(int status) {
        STAGE.queue(tenant, 12);
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE).always().status(status);

        var outcome = STAGE.run(tenant);

        assertThat(outcome.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(outcome.reason()).contains("jft-write");
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("queued", 12L));
        assertThat(STAGE.deadLetters(tenant)).isEmpty();

        STAGE.calm();
        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE);
        assertThat(STAGE.submissions(tenant)).hasSize(12);
    }

    @Test
    void one_municipalitys_trouble_is_its_own() {
        var other = STAGE.tenant();
        STAGE.queue(tenant, 1);
        STAGE.queue(other, 1);
        STAGE.sandbox.helseId().rejectScope(JftSandbox.SCOPE, tenant.orgnr());

        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(STAGE.run(other).code()).isEqualTo(ExitCode.DONE);
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("queued", 1L));
    }

    @Test
    void an_event_that_jft_took_and_failed_to_process_is_refused_and_sent_again_at_an_operators_order() {
        var event = STAGE.queue(tenant, 1).getFirst();
        STAGE.sandbox.jft().behaviour().processingFailure("profile");
        STAGE.run(tenant);
        assertThat(STAGE.column(event, "state") + STAGE.column(event, "cause")).isEqualTo("refusedfailed-at-jft");
        assertThat(STAGE.column(event, "failure")).contains("processing failed: profile");
        var first = STAGE.column(event, "resource_id");
        STAGE.calm();

        STAGE.retryLetters(tenant);

        assertThat(STAGE.column(event, "state")).isEqualTo("registered");
        assertThat(STAGE.column(event, "resource_id")).isNotEqualTo(first);
        assertThat(STAGE.submissions(tenant)).hasSize(2);
    }

    @Test
    void an_event_is_not_sent_while_one_of_the_same_identifier_has_no_answer() {
        var first = STAGE.events.document(STAGE.nin());
        var second = first.deepCopy().put("timestamp", "2026-11-21T12:30:00Z");
        long one = STAGE.queue(tenant, "version 1", first);
        long two = STAGE.queue(tenant, "version 2", second);
        STAGE.sandbox.faults().on(Sandbox.JFT_WRITE).drop();

        STAGE.run(tenant);
        assertThat(STAGE.column(one, "state") + " " + STAGE.column(two, "state"))
                .isEqualTo("sending queued");
        STAGE.settle();
        STAGE.run(tenant);
        STAGE.run(tenant);

        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("registered", 2L));
        assertThat(STAGE.column(one, "resource_id")).isNotEqualTo(STAGE.column(two, "resource_id"));
        assertThat(STAGE.submissions(tenant)).hasSize(2);
    }

    @Test
    void the_subject_is_found_on_the_tenants_list() {
        var nin = STAGE.nin();
        var unlisted = STAGE.queue(tenant, "stranger", STAGE.events.composition(STAGE.nin()));
        long patient = STAGE.jdbc
                .sql(
                        "insert into ajour.patient (tenant_id, nin) select id, ? from ajour.tenant where orgnr = ? returning id")
                .params(nin, tenant.orgnr())
                .query(Long.class)
                .single();
        var listed = List.of(
                STAGE.queue(tenant, "1", STAGE.events.document(nin)),
                STAGE.queue(tenant, "2", STAGE.events.transaction(nin)),
                STAGE.queue(tenant, "3", STAGE.events.compositionWithContainedPatient(nin)),
                STAGE.queue(tenant, "4", STAGE.events.medicationDispense(nin)));

        STAGE.run(tenant);

        assertThat(listed).allSatisfy(event -> assertThat(STAGE.column(event, "patient_id"))
                .isEqualTo(Long.toString(patient)));
        assertThat(STAGE.column(unlisted, "patient_id")).isEmpty();
        assertThat(STAGE.repair(tenant, new RepairOrder.Patient(patient)).balance())
                .containsEntry(Line.REQUESTED, 4L)
                .containsEntry(Line.REGISTERED, 4L);
    }

    @Test
    void asking_again_shows_what_jft_has_come_to_fail_and_sends_nothing() {
        STAGE.queue(tenant, 3);
        STAGE.run(tenant);
        STAGE.sandbox.jft().behaviour().processingFailure("late");

        var outcome = STAGE.repair(tenant, new RepairOrder.Everything());

        assertThat(outcome.balance()).containsEntry(Line.STATUS_ASKED, 3L).containsEntry(Line.DEAD, 3L);
        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("refused", 3L));
        assertThat(STAGE.submissions(tenant)).hasSize(3);
    }

    @Test
    void what_the_ehr_withdraws_is_not_sent_and_what_it_corrects_is() {
        var queued = STAGE.queue(tenant, 1).getFirst();
        var broken = STAGE.events.composition(STAGE.nin());
        var right = broken.toString();
        broken.remove("title");
        long refused = STAGE.queue(tenant, "broken", broken);
        assertThat(call("select ajour.withdraw_event(?)", queued)).isTrue();
        assertThat(call("select ajour.withdraw_event(?)", queued)).isFalse();

        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(STAGE.column(refused, "failure")).contains("Composition.title is missing");
        assertThat(call("select ajour.correct_event(?, ?)", refused, right)).isTrue();
        assertThat(call("select ajour.correct_event(?, ?)", refused, right)).isFalse();
        assertThat(STAGE.deadLetters(tenant)).as("the EHR has taken it over").isEmpty();
        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE);

        assertThat(STAGE.states(tenant)).isEqualTo(Map.of("registered", 1L, "withdrawn", 1L));
        assertThat(SqlState.of(() -> call("select ajour.withdraw_event(?)", refused)))
                .isEqualTo("55000");
        assertThat(SqlState.of(() -> call("select ajour.correct_event(?, ?)", refused, "{}")))
                .isEqualTo("55000");
        assertThat(SqlState.of(() -> call("select ajour.withdraw_event(?)", -1L)))
                .isEqualTo("P0002");
    }

    @Test
    void whatever_is_queued_ends_registered_once_or_refused_with_a_reason() {
        var random = new Random(11);
        for (int i = 0; i < 60; i++) {
            var event = STAGE.events.any(STAGE.nin(), i);
            var body = event.toString();
            for (int cuts = random.nextInt(3); cuts > 0; cuts--) {
                int from = random.nextInt(body.length());
                body = body.substring(0, from) + body.substring(Math.min(body.length(), from + random.nextInt(40)));
            }
            var type = event.path("resourceType").asString();
            if (!body.isBlank()) {
                STAGE.queue(tenant, "random " + i, type, body, i % 7 == 0 ? "System " + STAGE.nin() : null);
            }
        }

        // Most are broken, which the error budget takes for a fault of the source: later runs do the rest.
        for (int runs = 0; runs < 4; runs++) {
            STAGE.run(tenant);
        }

        assertThat(STAGE.states(tenant).keySet()).containsExactlyInAnyOrder("registered", "refused");
        assertThat(STAGE.states(tenant))
                .containsEntry("registered", (long) STAGE.submissions(tenant).size());
        assertThat(STAGE.jdbc
                        .sql("select count(*) from ajour.outgoing_events where state = 'refused'"
                                + " and (failure is null or cause is null or failure ~ '[0-9]{11}')")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(STAGE.submissions(tenant)).allSatisfy(entry -> assertThat(String.valueOf(entry.sourceSystem()))
                .doesNotContainPattern("[0-9]{11}"));
    }

    private static boolean call(String sql, Object... parameters) {
        return STAGE.jdbc.sql(sql).params(parameters).query(Boolean.class).single();
    }
}
