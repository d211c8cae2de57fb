package no.ajour.digitalactive;

import static no.ajour.digitalactive.World.A;
import static no.ajour.digitalactive.World.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import no.ajour.run.ExitCode;
import no.ajour.run.JobRunner;
import no.ajour.run.Line;
import no.ajour.run.Outcome;
import no.ajour.run.SyncJob;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.sandbox.WireForm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTest {
    private static final List<String> PATIENTS = DigitalActiveJobTest.numbers(0, 64);
    private static final String BULK = ".*aktivsjekken.*";
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final TestClock clock = new TestClock();
    private final World world = new World(clock);

    @AfterEach
    void close() {
        world.close();
    }

    private Outcome runA() {
        world.sandbox.helsenorge().everyoneElse(number -> Citizen.INACTIVE);
        world.list(A, PATIENTS);
        return world.run(false, List.of(A)).getLast();
    }

    @ParameterizedTest
    @EnumSource(WireForm.class)
    void both_documented_forms_are_sent_and_read(WireForm form) {
        world.restart("ajour.jobs.digital-active.area-form=" + (form == WireForm.A ? "code" : "name"));
        world.sandbox.helsenorge().forms(form, form);
        world.sandbox.helsenorge().know(PATIENTS.get(1), new Citizen(true, true, true));

        assertThat(runA().code()).isEqualTo(ExitCode.DONE);

        assertThat(world.statuses())
                .containsEntry(A + " " + PATIENTS.get(1), new Citizen(true, true, true))
                .containsEntry(A + " " + PATIENTS.get(2), Citizen.INACTIVE)
                .hasSize(64);
        assertThat(world.sandbox.book().violations()).isEmpty();
    }

    @Test
    void long_list_is_shared_by_two_writers() {
        world.restart("ajour.jobs.digital-active.batch-size=4", "ajour.jobs.digital-active.calls-in-flight=3");
        // The first asks two calls at a time: the third is the second's.
        var three = new CyclicBarrier(3);
        world.sandbox.faults().on("helsenorge", BULK).times(3).run(() -> meet(three));

        var outcome = runA();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.balance())
                .containsEntry(Line.QUEUED, 64L)
                .containsEntry(Line.ADDED, 64L)
                .containsEntry(Line.PAGES, 16L);
        assertThat(world.asked()).hasSize(64).allSatisfy((number, times) -> assertThat(times)
                .isOne());
        assertThat(refreshSteps()).containsExactly("refresh COMPLETED", "refresh-2 COMPLETED");
        assertThat(world.statuses()).hasSize(64);
        assertThat(world.requests()).isEmpty();
    }

    @Test
    void writer_that_fails_leaves_what_it_took_for_the_next_run_and_ends_no_other() {
        runWithAWriterThatFails();

        assertThat(refreshSteps())
                .isIn(
                        List.of("refresh COMPLETED", "refresh-2 FAILED"),
                        List.of("refresh FAILED", "refresh-2 COMPLETED"));
        assertThat(world.statuses()).hasSize(60);
        assertThat(world.requests()).hasSize(4);
        world.sandbox.book().clear();
        world.runWell();
        assertThat(refreshSteps()).containsExactly("refresh COMPLETED");
        assertThat(world.numbersAsked()).hasSize(4);
        assertThat(world.statuses()).hasSize(64);
    }

    @Test
    void restart_asks_about_what_the_second_writer_left() {
        runWithAWriterThatFails();
        // Which of them it was is chance; here it is the second.
        world.sql.sql("""
                update batch.batch_step_execution
                set step_name = case status when 'FAILED' then 'refresh-2' else 'refresh' end
                where step_name like 'refresh%'
                """).update();
        assertThat(refreshSteps()).containsExactly("refresh COMPLETED", "refresh-2 FAILED");

        var runner = world.bean(JobRunner.class);
        var restarted = runner.restart(
                world.bean(SyncJob.class), runner.newest("digital-active"), List.of(world.tenant(A)), outcome -> {});

        assertThat(restarted).last().extracting(Outcome::code).isEqualTo(ExitCode.DONE);
        assertThat(world.requests()).isEmpty();
        assertThat(world.statuses()).hasSize(64);
    }

    private void runWithAWriterThatFails() {
        world.restart("ajour.jobs.digital-active.batch-size=4", "ajour.jobs.digital-active.calls-in-flight=2");
        var two = new CyclicBarrier(2);
        world.sandbox.faults().on("helsenorge", BULK).times(2).run(() -> meet(two));
        world.sandbox.faults().on("helsenorge", BULK).status(500);
        assertThat(runA().code()).isEqualTo(ExitCode.TRY_LATER);
    }

    private List<String> refreshSteps() {
        return world.sql.sql("""
                select step_name || ' ' || status from batch.batch_step_execution
                where step_name like 'refresh%'
                  and job_execution_id = (select max(job_execution_id) from batch.batch_step_execution
                                          where step_name like 'refresh%')
                order by 1
                """).query(String.class).list();
    }

    private static void meet(CyclicBarrier others) {
        try {
            others.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void bad_numbers_are_halved_out_and_the_others_are_answered() {
        var bad = List.of(PATIENTS.get(0), PATIENTS.get(1), PATIENTS.get(40), PATIENTS.get(63));
        bad.forEach(world.sandbox.helsenorge()::refuseNumber);

        var outcome = runA();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(outcome.balance())
                .containsEntry(Line.QUEUED, 64L)
                .containsEntry(Line.ASKED, 64L)
                .containsEntry(Line.ADDED, 60L)
                .containsEntry(Line.DEAD, 4L);
        assertThat(world.letters())
                .containsExactlyInAnyOrderElementsOf(bad.stream()
                        .map(number -> "patient " + world.patientId(A, number) + " number-not-accepted")
                        .toList());
        // Stored as unknown, and not asked about again by the next run.
        assertThat(world.statuses()).hasSize(64).containsEntry(A + " " + bad.getFirst(), null);
        assertThat(world.sandbox.book().asked()).hasSizeLessThan(50);
        world.sandbox.book().clear();
        world.runWell();
        assertThat(world.sandbox.book().asked()).isEmpty();
    }

    @Test
    void patient_who_failed_keeps_the_known_status_and_is_asked_about_again_later() {
        runA();
        clock.step(Duration.ofDays(1));
        world.sandbox.helsenorge().change(PATIENTS.get(7), Citizen.ACTIVE);
        world.sandbox.helsenorge().refuseNumber(PATIENTS.get(7));
        assertThat(world.run(false, List.of(A)).getLast().code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(world.statuses()).containsEntry(A + " " + PATIENTS.get(7), Citizen.INACTIVE);

        world.sandbox.helsenorge().acceptNumber(PATIENTS.get(7));
        assertThat(world.run(false, List.of(A)).getLast().balance()).doesNotContainKey(Line.ASKED);
        world.sql
                .sql("update ajour.dead_letter set last_seen = last_seen - interval '25 hours'")
                .update();

        assertThat(world.run(false, List.of(A)).getLast().balance()).containsEntry(Line.ASKED, 1L);
        assertThat(world.letters()).isEmpty();
        assertThat(world.statuses()).containsEntry(A + " " + PATIENTS.get(7), Citizen.ACTIVE);
    }

    @Test
    void answer_about_nobody_of_many_stores_nothing() {
        world.list(A, DigitalActiveJobTest.numbers(0, 120));
        world.sandbox.faults().on("helsenorge", BULK).status(200, JSON, "{\"erAktivListe\":{}}");

        var outcome = world.run(false, List.of(A)).getLast();

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).contains("none of the 120 patients");
        assertThat(world.requests()).hasSize(120);
        assertThat(world.statuses()).isEmpty();
    }

    @Test
    void letter_is_resolved_when_the_number_is_accepted_after_all() {
        world.sandbox.helsenorge().refuseNumber(PATIENTS.get(7));
        runA();
        world.sandbox.helsenorge().acceptNumber(PATIENTS.get(7));
        world.sandbox.helsenorge().change(PATIENTS.get(7), Citizen.ACTIVE);
        clock.step(Duration.ofDays(1));

        world.runWell();

        assertThat(world.letters()).isEmpty();
        assertThat(world.statuses()).containsEntry(A + " " + PATIENTS.get(7), Citizen.ACTIVE);
    }

    @Test
    void request_refused_for_everyone_stops_the_run_instead_of_making_dead_letters() {
        world.sandbox.helsenorge().forms(WireForm.B, WireForm.B);

        var outcome = runA();

        assertThat(outcome.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(outcome.reason()).contains("area-form (now CODE)");
        assertThat(world.letters()).isEmpty();
        assertThat(world.requests()).hasSize(64);
        assertThat(world.sandbox.book().asked()).hasSize(11);
    }

    @Test
    void few_patients_all_refused_are_dead_letters() {
        world.list(A, PATIENTS.subList(0, 3));
        PATIENTS.subList(0, 3).forEach(world.sandbox.helsenorge()::refuseNumber);

        assertThat(world.run(false, List.of(A)).getLast().code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(world.letters()).hasSize(3);
    }

    @Test
    void patient_missing_from_the_answer_is_unknown_and_not_inactive() {
        world.list(A, PATIENTS);
        world.sandbox.helsenorge().know(PATIENTS.get(5), Citizen.INACTIVE);

        var outcome = world.run(false, List.of(A)).getLast();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.balance()).containsEntry(Line.UNKNOWN, 63L).containsEntry(Line.ADDED, 1L);
        assertThat(world.statuses())
                .containsEntry(A + " " + PATIENTS.get(5), Citizen.INACTIVE)
                .containsEntry(A + " " + PATIENTS.get(6), null);
    }

    @Test
    void entry_without_a_known_name_is_a_dead_letter_and_not_inactive() {
        world.list(A, PATIENTS.subList(0, 3));
        world.sandbox.faults().on("helsenorge", BULK).status(200, JSON, """
                {"erAktivListe": {"%s": {"aktiv": true}, "%s": {"erAktivSelv": true}, "%s": {"erAktivSelv": null},
                 "12345678901": {"erAktivSelv": true}}, "more": []}
                """.formatted(
                        PATIENTS.get(0), PATIENTS.get(1), PATIENTS.get(2)));

        var outcome = world.run(false, List.of(A)).getLast();

        assertThat(outcome.balance())
                .containsEntry(Line.DEAD, 1L)
                .containsEntry(Line.ADDED, 1L)
                .containsEntry(Line.UNKNOWN, 1L)
                .containsEntry(Line.UNASKED, 1L);
        assertThat(world.letters())
                .containsExactly("patient " + world.patientId(A, PATIENTS.get(0)) + " answer-not-understood");
    }

    @Test
    void answer_of_which_nothing_is_understood_stops_the_run() {
        world.restart("ajour.jobs.digital-active.answer.self=other");

        assertThat(runA().code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(world.letters()).isEmpty();
        assertThat(world.requests()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"erAktivListe\":[]}", "{\"erAktivListe\":{}", "<html>"})
    void answer_of_another_form_stores_nothing(String body) {
        world.sandbox.faults().on("helsenorge", BULK).status(200, JSON, body);

        assertThat(runA().code()).isEqualTo(ExitCode.TRY_LATER);

        assertThat(world.requests()).hasSize(64);
        assertThat(world.statuses()).isEmpty();
    }

    @Test
    void changed_at_moves_only_when_a_value_differs() {
        runA();
        var first = clock.instant();
        clock.step(Duration.ofDays(1));
        world.sandbox.helsenorge().changed(PATIENTS.get(1));
        world.sandbox.helsenorge().change(PATIENTS.get(2), new Citizen(false, true, false));
        world.sandbox.helsenorge().changed(PATIENTS.get(3));
        world.sandbox.helsenorge().everyoneElse(number -> number.equals(PATIENTS.get(3)) ? null : Citizen.INACTIVE);

        var outcome = world.run(false, List.of(A)).getLast();

        assertThat(outcome.balance())
                .containsEntry(Line.UNCHANGED, 1L)
                .containsEntry(Line.CHANGED, 1L)
                .containsEntry(Line.UNKNOWN, 1L);
        assertThat(times(PATIENTS.get(1))).isEqualTo(List.of(first, clock.instant()));
        assertThat(times(PATIENTS.get(2))).isEqualTo(List.of(clock.instant(), clock.instant()));
        assertThat(times(PATIENTS.get(3))).isEqualTo(List.of(clock.instant(), clock.instant()));
        assertThat(times(PATIENTS.get(4))).isEqualTo(List.of(first, first));
    }

    private List<java.time.Instant> times(String number) {
        return world.sql
                .sql("select changed_at, synced_at from ajour.digital_active where patient_id = ?")
                .param(world.patientId(A, number))
                .query((row, at) -> List.of(
                        row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant()))
                .single();
    }

    @Test
    void request_renewed_while_its_answer_is_under_way_stays() {
        world.sandbox
                .faults()
                .on("helsenorge", BULK)
                .run(() -> world.sql.sql("""
                        update ajour.refresh_request set request_id = default
                        where patient_id = (select id from ajour.patient where nin = ?)
                        """).param(PATIENTS.get(9)).update());

        runA();

        assertThat(world.statuses()).hasSize(64);
        assertThat(world.requests()).containsExactly(A + " " + PATIENTS.get(9) + " gap");
        world.sandbox.book().clear();
        world.run(false, List.of(A));
        assertThat(world.numbersAsked()).containsExactly(PATIENTS.get(9));
        assertThat(world.requests()).isEmpty();
    }

    @Test
    void patient_delisted_while_queued_is_not_asked_about_and_asked_about_when_listed_again() {
        world.sandbox.faults().on("helsenorge", BULK).status(500);
        assertThat(runA().code()).isEqualTo(ExitCode.TRY_LATER);
        world.list(A, PATIENTS.subList(1, 64));
        world.sandbox.book().clear();

        world.run(false, List.of(A));

        assertThat(world.numbersAsked()).isEqualTo(new TreeSet<>(PATIENTS.subList(1, 64)));
        assertThat(world.requests()).isEmpty();

        world.list(A, PATIENTS);
        world.sandbox.book().clear();
        world.run(false, List.of(A));
        assertThat(world.numbersAsked()).containsExactly(PATIENTS.get(0));
    }

    @Test
    void patient_listed_again_is_asked_about_again() {
        runA();
        clock.step(Duration.ofDays(1));
        world.sql
                .sql("update ajour.patient set listed_at = ? where nin = ?")
                .params(java.sql.Timestamp.from(clock.instant()), PATIENTS.get(3))
                .update();
        clock.step(Duration.ofDays(1));
        world.sandbox.book().clear();

        world.runWell();
        world.runWell();

        assertThat(world.asked()).isEqualTo(Map.of(PATIENTS.get(3), 1L));
    }

    @Test
    void number_that_must_not_leave_is_never_sent() {
        world.list(A, PATIENTS.subList(0, 2));
        // An EHR may write into the table itself. The number has the form of a real person's: month 01.
        var real = realForm();
        world.sql
                .sql("insert into ajour.patient (tenant_id, nin) select id, ? from ajour.tenant where orgnr = ?")
                .params(real, A)
                .update();

        var outcome = world.run(false, List.of(A)).getLast();

        assertThat(outcome.balance())
                .containsEntry(Line.REFUSED, 1L)
                .containsEntry(Line.ASKED, 2L)
                .containsEntry(Line.DEAD, 1L);
        assertThat(world.letters()).containsExactly("patient " + world.patientId(A, real) + " refused-number");
        assertThat(world.numbersAsked()).doesNotContain(real);
    }

    // Computed from a date that has not come yet, so that it belongs to nobody.
    private static String realForm() {
        for (int individual = 900; ; individual++) {
            String nine = "010150" + individual;
            int k1 = digit(nine, 3, 7, 6, 1, 8, 9, 4, 5, 2);
            int k2 = digit(nine + k1, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2);
            if (k1 < 10 && k2 < 10) {
                return nine + k1 + k2;
            }
        }
    }

    private static int digit(String digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length && i < digits.length(); i++) {
            sum += weights[i] * (digits.charAt(i) - '0');
        }
        return (11 - sum % 11) % 11;
    }

    @Test
    void many_batches_are_all_stored() {
        world.restart("ajour.jobs.digital-active.batch-size=7", "ajour.jobs.digital-active.calls-in-flight=3");

        var outcome = runA();

        assertThat(outcome.balance()).containsEntry(Line.ADDED, 64L).containsEntry(Line.PAGES, 10L);
        assertThat(world.sandbox.book().asked()).allMatch(call -> call.numbers().size() <= 7);
        assertThat(world.requests()).isEmpty();
    }

    @Test
    void single_call_asks_about_one_patient_at_a_time() {
        world.restart("ajour.jobs.digital-active.call=single");
        world.sandbox.helsenorge().know(PATIENTS.get(1), new Citizen(true, false, true));
        world.sandbox.helsenorge().refuseNumber(PATIENTS.get(2));
        // Not of the one whose status is looked at, whose call may come late.
        world.sandbox
                .faults()
                .when(call ->
                        call.path().endsWith("Omraade") && !(call.text() + call.query()).contains(PATIENTS.get(1)))
                .skip(40)
                .status(200, JSON, "true");

        var outcome = runA();

        assertThat(outcome.balance()).containsEntry(Line.ADDED, 63L).containsEntry(Line.DEAD, 1L);
        assertThat(world.sandbox.book().asked()).allMatch(call -> call.numbers().size() == 1);
        assertThat(world.statuses()).containsEntry(A + " " + PATIENTS.get(1), new Citizen(true, false, true));
        assertThat(world.statuses().values().stream().filter(Citizen.ACTIVE::equals))
                .hasSizeLessThan(2);
        assertThat(world.sandbox.book().violations()).isEmpty();
    }

    @Test
    void single_call_that_nobody_is_found_by_stops_the_run() {
        world.restart("ajour.jobs.digital-active.call=single", "ajour.jobs.digital-active.calls-in-flight=2");
        world.sandbox.faults().on("helsenorge", ".*Omraade").always().status(404);

        var outcome = runA();

        assertThat(outcome.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(outcome.reason()).contains("single-path");
        assertThat(world.requests()).hasSizeGreaterThan(50);
    }

    @Test
    void tenant_whose_token_is_refused_does_not_hold_up_the_other() {
        world.sandbox.helsenorge().everyoneElse(number -> Citizen.INACTIVE);
        world.list(A, PATIENTS.subList(0, 10));
        world.list(B, PATIENTS.subList(10, 20));
        world.sandbox.helseId().rejectScope(no.ajour.sandbox.HelsenorgeSandbox.CHECK_SCOPE, A);

        var outcomes = world.run();

        assertThat(outcomes)
                .extracting(Outcome::code)
                .containsExactly(ExitCode.DONE, ExitCode.CONFIGURATION, ExitCode.DONE);
        assertThat(world.numbersAsked()).isEqualTo(new TreeSet<>(PATIENTS.subList(10, 20)));
    }

    @Test
    void synthetic_numbers_are_of_every_kind() {
        assertThat(PATIENTS).allMatch(SyntheticNin::isSynthetic);
    }
}
