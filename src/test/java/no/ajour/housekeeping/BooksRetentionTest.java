package no.ajour.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.run.Outcome;
import no.ajour.testing.Postgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Runs and Spring Batch's rows, dead letters, changes; and the job itself when it is stopped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(Postgres.QUIET)
class BooksRetentionTest {
    private static final String JOB = "journal-events";
    private static final String LYKKEBY = Stage.LYKKEBY;
    private static final List<String> BATCH_TABLES = List.of(
            "batch_job_instance where job_name = 'job'",
            "batch_job_execution where version = 0 and status = 'FAILED'",
            "batch_job_execution_params where parameter_type = 'java.lang.Long' and job_execution_id < 1000",
            "batch_job_execution_context where job_execution_id < 1000",
            "batch_step_execution where step_name = 'step'",
            "batch_step_execution_context where step_execution_id < 1000");

    private final Stage stage = new Stage(InstantSource.system(), "ajour.jobs.housekeeping.batch-size=2");

    @AfterAll
    void stop() {
        stage.close();
    }

    @BeforeEach
    void empty() {
        stage.reset();
        // Numbers of Spring Batch's own, apart from those that tests make up.
        for (var sequence : List.of("batch_job_instance_seq", "batch_job_execution_seq", "batch_step_execution_seq")) {
            stage.texts(
                    "select setval('batch." + sequence + "', greatest(1000, nextval('batch." + sequence + "')))::text");
        }
    }

    @Test
    void runs_go_with_all_that_spring_batch_keeps_of_them_and_their_steps_go_earlier() {
        for (int i = 0; i < 5; i++) {
            stage.ended(JOB, LYKKEBY, "run", "completed", "91 days");
        }
        long withoutSteps = stage.ended(JOB, LYKKEBY, "run", "completed", "31 days");
        long young = stage.ended(JOB, LYKKEBY, "run", "completed", "29 days");

        var outcome = run();

        assertThat(runs()).containsExactly(withoutSteps, young);
        assertThat(outcome.balance())
                .containsEntry(Line.DELETED_STEPS, 6L)
                .containsEntry(Line.DELETED_RUNS, 5L)
                .containsEntry(Line.DELETED_EXECUTIONS, 0L);
        for (var table : BATCH_TABLES) {
            assertThat(stage.count("batch." + table)).as(table).isEqualTo(1);
        }
        assertThat(stage.ids("select run_id from ajour.tally where step = 'step'"))
                .containsExactly(young);
        assertThat(stage.texts("select balance::text from ajour.run where id = " + withoutSteps))
                .as("the balance sheet stays with the run")
                .containsExactly("{\"pages\": 7}");
        assertThat(run().balance()).containsEntry(Line.DELETED_STEPS, 0L).containsEntry(Line.DELETED_RUNS, 0L);
    }

    @Test
    void newest_run_and_newest_success_of_each_job_and_tenant_stay_with_their_steps() {
        stage.ended(JOB, LYKKEBY, "run", "completed", "9 years");
        long success = stage.ended(JOB, LYKKEBY, "run", "completed", "8 years");
        stage.ended(JOB, LYKKEBY, "run", "failed", "7 years");
        long failed = stage.ended(JOB, LYKKEBY, "run", "failed", "6 years");
        stage.ended(JOB, LYKKEBY, "resync", "completed", "5 years");
        long other = stage.ended(JOB, "310000027", "run", "stopped", "9 years");
        long otherJob = stage.ended("acknowledgements", LYKKEBY, "run", "failed", "9 years");
        long running = stage.ended("digital-active", "national", "run", "failed", "9 years");
        stage.ended("digital-active", "national", "run", "failed", "1 day");
        stage.update("update ajour.run set state = 'running', ended_at = null where id = " + running);

        run();

        assertThat(runs()).containsExactly(success, failed, other, otherJob, running, running + 1);
        assertThat(stage.ids("select run_id from ajour.tally where step = 'step' order by 1"))
                .isEqualTo(runs());
        assertThat(stage.count("batch.batch_step_execution where step_name = 'step'"))
                .isEqualTo(6);
    }

    @Test
    void a_run_stays_while_a_restart_of_it_does_and_goes_with_it() {
        long first = stage.ended(JOB, LYKKEBY, "run", "failed", "92 days");
        long second = stage.ended(JOB, LYKKEBY, "restart", "failed", "91 days");
        long newest = stage.ended(JOB, LYKKEBY, "restart", "failed", "91 days");
        stage.restartOf(second, first);
        stage.restartOf(newest, first);

        run();
        assertThat(runs()).as("`restart` goes on with the newest").containsExactly(first, second, newest);
        assertThat(stage.count("batch.batch_step_execution where step_name = 'step'"))
                .isEqualTo(3);

        long success = stage.ended(JOB, LYKKEBY, "run", "completed", "1 day");
        run();
        assertThat(runs()).containsExactly(success);
        assertThat(stage.count("batch.batch_step_execution where step_name = 'step'"))
                .isEqualTo(1);
        assertThat(stage.count("batch.batch_job_instance where job_name = 'job'"))
                .isEqualTo(1);
    }

    @Test
    void executions_without_a_run_go_too() {
        stage.executed(900, 901, "91 days");
        stage.executed(902, 903, "89 days");
        long kept = stage.ended(JOB, LYKKEBY, "run", "failed", "91 days");

        var outcome = run();

        assertThat(outcome.balance()).containsEntry(Line.DELETED_EXECUTIONS, 1L);
        assertThat(
                        stage.ids(
                                "select job_execution_id from batch.batch_job_execution where job_execution_id < 1000 order by 1"))
                .containsExactly(kept, 902L);
        assertThat(stage.ids("select job_instance_id from batch.batch_job_instance where job_name = 'job' order by 1"))
                .containsExactly(kept, 903L);
    }

    @Test
    void rows_keep_the_number_of_a_run_that_is_gone() {
        long run = stage.ended(JOB, LYKKEBY, "run", "completed", "91 days");
        stage.ended(JOB, LYKKEBY, "run", "completed", "1 day");
        long event = stage.event(stage.listed());
        stage.update("insert into ajour.position values ('" + JOB + "', '" + LYKKEBY + "', 'Bundle', 'x', now(), 1)");

        run();

        assertThat(runs()).doesNotContain(run);
        assertThat(stage.ids("select run_id from ajour.event where id = " + event
                        + " union all select run_id from ajour.position"))
                .containsExactly(run, run);
    }

    @Test
    void closed_letters_go_and_open_ones_lose_only_what_was_received() {
        for (var state : List.of("resolved", "obsolete", "discarded", "unresolved")) {
            letter(state + " old", state, "91 days");
            letter(state + " young", state, "89 days");
        }

        var outcome = run();

        assertThat(stage.texts("select record from ajour.dead_letter order by 1"))
                .containsExactly(
                        "discarded young", "obsolete young", "resolved young", "unresolved old", "unresolved young");
        assertThat(stage.texts("select record from ajour.dead_letter join ajour.dead_letter_payload on id = letter_id"))
                .as("what was received")
                .containsExactly("unresolved young");
        assertThat(outcome.balance()).containsEntry(Line.DELETED_LETTERS, 3L).containsEntry(Line.DELETED_PAYLOADS, 1L);
    }

    @Test
    void changes_are_forgotten_and_who_has_not_asked_for_so_long_is_told() {
        for (int i = 0; i < 5; i++) {
            stage.listed();
        }
        Awaitility.await().until(() -> stage.count("ajour.changes()") == 5);
        var cursors = stage.texts("select cursor from ajour.changes()");
        stage.update("update ajour.change set changed_at = now() - interval '91 days' where key <= 3");

        var outcome = run();

        assertThat(outcome.balance()).containsEntry(Line.DELETED_CHANGES, 3L);
        assertThat(stage.ids("select id from ajour.changes('" + cursors.get(2) + "')"))
                .containsExactly(4L, 5L);
        assertThat(catchThrowable(() -> stage.texts("select cursor from ajour.changes('" + cursors.get(1) + "')")))
                .hasMessageContaining("kept no more");
    }

    @Test
    void a_run_that_is_stopped_ends_after_its_batch_and_a_restart_goes_on() throws Exception {
        for (int i = 0; i < 6; i++) {
            stage.delisted("91 days");
        }
        long listed = stage.listed();
        stage.confirmed(listed, "91 days");
        try (var session = stage.session()) {
            var outcome = heldUp(session);
            var asked = stage.texts("update ajour.lease set stop = 'run' returning clock_timestamp()::text")
                    .getFirst();
            // Two beats of the run's heart, the first of which hears of it.
            Awaitility.await()
                    .until(() ->
                            stage.count("ajour.lease where renewed_at > '" + asked + "'::timestamptz + interval '2 s'")
                                    == 1);
            session.rollback();

            assertThat(outcome.get(30, TimeUnit.SECONDS).code()).isEqualTo(ExitCode.STOPPED);
        }
        assertThat(stage.count("ajour.patient where not listed"))
                .as("of six, the batch in hand")
                .isEqualTo(4);
        assertThat(stage.count("ajour.event where resource is null"))
                .as("the step before")
                .isEqualTo(1);
        stage.confirmed(listed, "91 days");

        var restarted = stage.restart();

        assertThat(restarted.code()).isEqualTo(ExitCode.DONE);
        assertThat(stage.count("ajour.patient where not listed")).isZero();
        assertThat(restarted.balance())
                .as("goes on with the step that it was stopped in")
                .containsEntry(Line.DELETED_PATIENTS, 4L)
                .doesNotContainKey(Line.DELETED_RESOURCES);
    }

    @Test
    void two_at_once_are_one() throws Exception {
        stage.delisted("91 days");
        try (var session = stage.session()) {
            var outcome = heldUp(session);

            assertThat(stage.run().code()).isEqualTo(ExitCode.ALREADY_RUNNING);

            session.rollback();
            assertThat(outcome.get(30, TimeUnit.SECONDS).code()).isEqualTo(ExitCode.DONE);
        }
    }

    // A run that waits at the first person whose rows it deletes, until the session ends its transaction.
    private FutureTask<Outcome> heldUp(Connection session) throws SQLException {
        session.setAutoCommit(false);
        session.createStatement().execute("lock table ajour.digital_active in share mode");
        var outcome = new FutureTask<>(stage::run);
        Thread.ofPlatform().start(outcome);
        Awaitility.await()
                .until(() ->
                        stage.count("pg_locks where not granted and relation = 'ajour.digital_active'::regclass") > 0);
        return outcome;
    }

    private void letter(String record, String state, String ago) {
        stage.update("""
                with letter as (
                    insert into ajour.dead_letter (job, tenant, record, cause, message, state, closed_at, run_id)
                    values ('%1$s', '%2$s', '%3$s', 'no-id', 'no id', '%4$s',
                            case when '%4$s' <> 'unresolved' then now() - interval '%5$s' end, 1)
                    returning id
                )
                insert into ajour.dead_letter_payload select id, '{}', now() - interval '%5$s' from letter
                where '%4$s' = 'unresolved'
                """.formatted(JOB, LYKKEBY, record, state, ago));
    }

    private Outcome run() {
        var outcome = stage.run();
        assertThat(outcome.code()).as(String.valueOf(outcome.reason())).isEqualTo(ExitCode.DONE);
        return outcome;
    }

    private List<Long> runs() {
        return stage.ids("select id from ajour.run where job <> 'housekeeping' order by id");
    }
}
