package no.ajour.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.position.Positions;
import no.ajour.tenant.Tenant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.batch.core.step.Step;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunTest {
    private final Bench bench = new Bench();
    private final JdbcClient jdbc = bench.jdbc;
    private final Steps steps = bench.steps;
    private final JobRunner runner = bench.runner;
    private final Positions positions = bench.context.getBean(Positions.class);

    @AfterAll
    void stop() {
        bench.close();
    }

    @BeforeEach
    void empty() {
        jdbc.sql("truncate public.thing").update();
        jdbc.sql("delete from ajour.position").update();
        jdbc.sql("update ajour.lease set holder = null").update();
    }

    @Test
    void rows_tally_position_and_counters_are_one_transaction() {
        var outcome =
                bench.run(run -> List.of(steps.step(run, "things", 2, Bench.reader("a", "b", "c"), (items, tally) -> {
                    bench.insert(items);
                    tally.add(Line.RECEIVED, items.size()).add(Line.ADDED, items.size());
                    positions.move(run, "last", value("last"), items.getLast());
                    if (items.contains("c")) {
                        throw new TryLater("The API went away.");
                    }
                })));

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).isEqualTo("The API went away.");
        assertThat(bench.things()).containsExactly("a", "b");
        assertThat(value("last")).isEqualTo("b");
        assertThat(outcome.balance()).containsEntry(Line.ADDED, 2L);
        assertThat(bench.count("select write_count from batch.batch_step_execution where status = 'FAILED'"
                        + " order by step_execution_id desc limit 1"))
                .isEqualTo(2);
        assertThat(bench.text("select state from ajour.run order by id desc limit 1"))
                .isEqualTo("failed");
    }

    @Test
    void books_that_do_not_balance_store_nothing_and_move_nothing() {
        var outcome = bench.run(run -> List.of(steps.step(
                run,
                "things",
                10,
                Bench.reader("a", "b"),
                (items, tally) -> {
                    bench.insert(items);
                    tally.add(Line.RECEIVED, 2).add(Line.ADDED, 1);
                    positions.move(run, "last", null, "b");
                },
                Equation.of(Line.RECEIVED, Line.ADDED, Line.UNCHANGED))));

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(outcome.reason()).contains("received 2 = added 1 + unchanged 0");
        assertThat(bench.things()).isEmpty();
        assertThat(value("last")).isNull();
    }

    /** A writer that catches what an inner transaction threw makes Spring Batch lose the chunk and report success. */
    @Test
    void chunk_lost_without_a_trace_fails_the_run_before_the_position_can_move() {
        var inner = new TransactionTemplate(bench.context.getBean(PlatformTransactionManager.class));
        var outcome =
                bench.run(run -> List.of(steps.step(run, "things", 1, Bench.reader("a", "b", "c"), (items, tally) -> {
                    bench.insert(items);
                    if (items.contains("b")) {
                        try {
                            inner.executeWithoutResult(status -> {
                                throw new IllegalStateException("swallowed by the writer");
                            });
                        } catch (IllegalStateException e) {
                            // As a careless writer would.
                        }
                    }
                    if (items.contains("c")) {
                        positions.move(run, "last", null, "c");
                    }
                })));

        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(value("last")).isNull();
        assertThat(bench.things()).containsExactly("a");
    }

    @Test
    void last_chunk_lost_without_a_trace_fails_the_run() {
        var inner = new TransactionTemplate(bench.context.getBean(PlatformTransactionManager.class));
        var outcome = bench.run(run -> List.of(steps.step(run, "things", 1, Bench.reader("a"), (items, tally) -> {
            bench.insert(items);
            try {
                inner.executeWithoutResult(status -> {
                    throw new IllegalStateException("swallowed by the writer");
                });
            } catch (IllegalStateException e) {
                // As a careless writer would.
            }
        })));

        assertThat(bench.things()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.TRY_LATER);
    }

    @Test
    void run_whose_lease_was_taken_over_commits_nothing_more() {
        var outcome = bench.run(run -> List.of(steps.step(run, "things", 1, Bench.reader("a", "b"), (items, tally) -> {
            bench.insert(items);
            if (items.contains("b")) {
                takeOver();
            }
        })));

        assertThat(outcome.code()).isEqualTo(ExitCode.ALREADY_RUNNING);
        assertThat(outcome.reason()).contains("taken over by another process");
        assertThat(bench.things()).containsExactly("a");
    }

    @Test
    void second_start_of_the_same_job_and_tenant_is_told_who_runs_it() {
        var inside = new AtomicReference<Outcome>();
        bench.run(run -> List.of(steps.once(run, "hold", (items, tally) -> inside.set(bench.run(other -> List.of())))));

        assertThat(inside.get().code()).isEqualTo(ExitCode.ALREADY_RUNNING);
        assertThat(inside.get().reason()).contains("process").contains(Bench.LYKKEBY.orgnr());
    }

    @Test
    void expired_lease_is_taken_with_a_greater_token_and_the_dead_run_is_ended() {
        bench.run(run -> List.of(steps.once(run, "first", (items, tally) -> {})));
        long before = bench.count("select token from ajour.lease where job = 'things'");
        jdbc.sql("update ajour.lease set holder = 'dead', expires_at = clock_timestamp() - interval '1 s'")
                .update();
        jdbc.sql("insert into ajour.run (job, tenant, token) values ('things', :tenant, :token)")
                .param("tenant", Bench.LYKKEBY.orgnr())
                .param("token", before)
                .update();

        var outcome = bench.run(run -> List.of(steps.once(run, "second", (items, tally) -> {})));

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(bench.count("select token from ajour.lease where job = 'things'"))
                .isGreaterThan(before);
        assertThat(bench.count("select count(*) from ajour.run where state = 'running'"))
                .isZero();
    }

    @Test
    void no_connection_is_held_while_an_api_answers() {
        var answer = new CountDownLatch(1);
        var busy = new AtomicInteger(-1);
        var pool = bench.pool();
        Thread watcher = Thread.ofVirtual().start(() -> {
            try {
                Awaitility.await()
                        .until(() -> bench.count(
                                        "select count(*) from batch.batch_step_execution" + " where status = 'STARTED'")
                                == 1);
                Awaitility.await()
                        .during(Duration.ofMillis(100))
                        .until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
                busy.set(pool.getHikariPoolMXBean().getActiveConnections());
            } finally {
                answer.countDown();
            }
        });
        var reader = new FetchAhead<String>("api", 1, sink -> {
            answer.await();
            sink.put("a");
        });

        var outcome =
                bench.run(run -> List.of(steps.step(run, "things", 1, reader, (items, tally) -> bench.insert(items))));

        assertThat(watcher).satisfies(thread -> assertThat(thread.join(Duration.ofSeconds(5)))
                .isTrue());
        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(busy).hasValue(0);
    }

    @Test
    void what_was_read_before_a_failure_is_stored() {
        var reader = new FetchAhead<String>("api", 10, sink -> {
            sink.put("a");
            sink.put("b");
            throw new WrongInstallation("The scope is refused; order it.");
        });

        var outcome =
                bench.run(run -> List.of(steps.step(run, "things", 1, reader, (items, tally) -> bench.insert(items))));

        assertThat(bench.things()).containsExactly("a", "b");
        assertThat(outcome.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(outcome.reason()).isEqualTo("The scope is refused; order it.");
    }

    @Test
    void dead_letters_give_exit_code_10_and_a_repeated_one_keeps_its_row() {
        var letters = bench.context.getBean(DeadLetters.class);
        Function<Run, List<Step>> work = run -> List.of(steps.once(run, "things", (items, tally) -> {
            letters.add(run, List.of(new DeadLetter("Bundle/x", "unreadable", "No id.", null, "{}")));
            tally.add(Line.DEAD, 1);
        }));

        assertThat(bench.run(work).code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(bench.run(work).code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);

        assertThat(bench.count("select attempts from ajour.dead_letter where record = 'Bundle/x'"))
                .isEqualTo(2);
        bench.run(run ->
                List.of(steps.once(run, "resolve", (items, tally) -> letters.resolve(run, List.of("Bundle/x")))));
        assertThat(bench.text("select state from ajour.dead_letter where record = 'Bundle/x'"))
                .isEqualTo("resolved");
    }

    @Test
    void position_moves_in_a_transaction_and_from_the_value_that_was_read_only() {
        var run = new AtomicReference<Run>();
        bench.run(begun -> List.of(steps.once(begun, "first", (items, tally) -> {
            run.set(begun);
            positions.move(begun, "offset", null, "1");
        })));
        var transaction = new TransactionTemplate(bench.context.getBean(PlatformTransactionManager.class));

        assertThatThrownBy(() -> positions.move(run.get(), "offset", "1", "2")).hasMessageContaining("transaction");
        assertThatThrownBy(
                        () -> transaction.executeWithoutResult(status -> positions.move(run.get(), "offset", "0", "2")))
                .hasMessageContaining("moved by someone else");
        assertThatThrownBy(() ->
                        transaction.executeWithoutResult(status -> positions.move(run.get(), "offset", null, "2")))
                .hasMessageContaining("moved by someone else");
        assertThat(value("offset")).isEqualTo("1");
    }

    @Test
    void one_tenants_failure_leaves_the_others_alone() {
        var ended = new ArrayList<Outcome>();
        var other = new Tenant("974761076", "Heia", null, Tenant.Acknowledge.JOURNALED);
        var outcomes = runner.run(
                new Bench.Things((run, tenant) -> List.of(steps.once(run, "things", (items, tally) -> {
                    if (tenant.equals(other)) {
                        throw new IllegalStateException("broken for 01810012345 here");
                    }
                    bench.insert(List.of(tenant.orgnr()));
                }))),
                List.of(other, Bench.LYKKEBY),
                RunOrder.now(false),
                ended::add);

        assertThat(outcomes).extracting(Outcome::code).containsExactly(ExitCode.TRY_LATER, ExitCode.DONE);
        assertThat(outcomes.getFirst().reason()).contains("***").doesNotContain("01810012345");
        assertThat(bench.things()).containsExactly(Bench.LYKKEBY.orgnr());
        assertThat(ended).hasSize(2);
    }

    private void takeOver() {
        // On a connection of its own, as another process would.
        Thread.ofVirtual().start(() -> jdbc.sql("update ajour.lease set token = token + 1, holder = 'another'")
                .update());
        Awaitility.await().until(() -> jdbc.sql("select holder from ajour.lease where job = 'things'")
                .query(String.class)
                .single()
                .equals("another"));
    }

    private @org.jspecify.annotations.Nullable String value(String name) {
        return positions
                .find("things", Bench.LYKKEBY.orgnr(), name)
                .map(no.ajour.position.Position::value)
                .orElse(null);
    }
}
