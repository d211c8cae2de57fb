package no.ajour.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class LeaseTest {
    private final Bench bench = new Bench("ajour.run.lease-life=3s");

    @AfterAll
    void stop() {
        bench.close();
    }

    @BeforeEach
    void empty() {
        bench.update("truncate public.thing");
        bench.update("update ajour.lease set holder = null, stop = null");
    }

    @Test
    void second_start_does_not_wait_for_the_commit_of_the_first() throws Exception {
        bench.run(run -> List.of(bench.steps.once(run, "first", (items, tally) -> {})));
        bench.update("update ajour.lease set holder = 'h', expires_at = clock_timestamp() + interval '1 min'");
        try (var other = bench.pool().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("select from ajour.lease for key share");
            long begun = System.nanoTime();

            var outcome = bench.run(run -> List.of());

            assertThat(outcome.code()).isEqualTo(ExitCode.ALREADY_RUNNING);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
            other.rollback();
        }
    }

    @Test
    void expired_lease_that_a_frozen_transaction_has_locked_is_not_waited_for_without_end() throws Exception {
        bench.run(run -> List.of(bench.steps.once(run, "first", (items, tally) -> {})));
        bench.update("update ajour.lease set holder = 'h', expires_at = clock_timestamp() - interval '1 min'");
        try (var frozen = bench.pool().getConnection()) {
            frozen.setAutoCommit(false);
            frozen.createStatement().execute("select from ajour.lease for key share");

            var outcome = bench.run(run -> List.of());

            assertThat(outcome.code()).isEqualTo(ExitCode.ALREADY_RUNNING);
            assertThat(outcome.reason()).contains("frozen or gone");
            frozen.rollback();
        }
    }

    @Test
    void transaction_that_the_fence_let_through_holds_up_a_takeover_and_no_renewal() {
        var transactions = bench.context.getBean(PlatformTransactionManager.class);
        var fence = bench.context.getBean(Fence.class);
        var leases = new Leases(bench.jdbc, transactions, "first", Duration.ofMillis(1));
        var others = new Leases(bench.jdbc, transactions, "other", Duration.ofMinutes(1));
        var run = new Run(
                1,
                "things",
                "123456785",
                leases.acquire("things", "123456785", null).orElseThrow(),
                false);

        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            fence.allowPause();
            fence.require(run);

            assertThat(elsewhere(() -> leases.renew(run)).join()).isPresent();
            assertThatThrownBy(() -> elsewhere(() -> others.acquire("things", "123456785", null))
                            .join())
                    .hasRootCauseMessage("ERROR: canceling statement due to lock timeout");
        });

        assertThat(others.acquire("things", "123456785", null)).hasValue(run.token() + 1);
        assertThatThrownBy(() -> fence.require(run)).isInstanceOf(LeaseLost.class);
    }

    private static <T> CompletableFuture<T> elsewhere(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work).orTimeout(20, TimeUnit.SECONDS);
    }

    @Test
    void transaction_that_stands_still_longer_than_its_lease_lives_is_ended_and_another_takes_over() throws Exception {
        var inside = new CountDownLatch(1);
        var wake = new CountDownLatch(1);
        var frozen = new FutureTask<>(
                () -> bench.run(run -> List.of(bench.steps.step(run, "things", 1, Bench.reader("a"), (items, tally) -> {
                    bench.insert(items);
                    inside.countDown();
                    try {
                        wake.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }))));
        Thread.ofPlatform().start(frozen);
        inside.await();
        bench.update("update ajour.lease set token = token + 1, holder = 'another',"
                + " expires_at = clock_timestamp() + interval '1 min'");

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> bench.count("select count(*) from pg_stat_activity"
                                + " where datname = current_database() and state = 'idle in transaction'")
                        == 0);
        wake.countDown();

        assertThat(frozen.get().code()).isEqualTo(ExitCode.ALREADY_RUNNING);
        assertThat(frozen.get().reason()).contains("taken over");
        assertThat(bench.things()).isEmpty();
    }

    @Test
    void operator_stops_a_run_through_its_lease() throws Exception {
        var begun = new CountDownLatch(1);
        var run = new FutureTask<>(() -> bench.run(r -> List.of(bench.steps.step(
                r,
                "things",
                1,
                new FetchAhead<String>("endless", 1, sink -> {
                    for (int i = 0; !sink.stopped(); i++) {
                        sink.put("thing " + i);
                        begun.countDown();
                    }
                }),
                (items, tally) -> bench.insert(items)))));
        Thread.ofPlatform().start(run);
        begun.await();
        bench.update("update ajour.lease set stop = 'job' where holder is not null");

        assertThat(run.get().code()).isEqualTo(ExitCode.STOPPED);
        assertThat(bench.text("select state from ajour.run order by id desc limit 1"))
                .isEqualTo("stopped");
    }

    @Test
    void stop_of_the_job_keeps_the_tenants_that_have_not_begun_from_beginning() throws Exception {
        var begun = new CountDownLatch(1);
        var job = new Bench.Things((run, tenant) -> List.of(bench.steps.step(
                run,
                "things",
                1,
                new FetchAhead<String>("waiting", 1, sink -> {
                    begun.countDown();
                    sink.waitFor(new CountDownLatch(1)::await);
                }),
                (items, tally) -> {})));
        var tenants = List.of("123456785", "974761076", "889640782", "991825827", "864234232", "983658725").stream()
                .map(orgnr -> new no.ajour.tenant.Tenant(orgnr, "", null, no.ajour.tenant.Tenant.Acknowledge.JOURNALED))
                .toList();
        var runs = new FutureTask<>(() -> bench.runner.run(job, tenants, RunOrder.now(false), ended -> {}));
        Thread.ofPlatform().start(runs);
        begun.await();
        Awaitility.await().until(() -> bench.count("select count(*) from ajour.lease where holder is not null") == 4);
        bench.update("update ajour.lease set stop = 'job' where holder is not null");

        assertThat(runs.get()).extracting(Outcome::code).containsOnly(ExitCode.STOPPED);
        assertThat(runs.get()).extracting(Outcome::reason).contains("Stopped before it began.");
    }

    @Test
    void stop_waits_for_the_calls_under_way_and_stores_their_answers() throws Exception {
        var called = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        var run = new FutureTask<>(() -> bench.run(r -> List.of(bench.steps.step(
                r,
                "things",
                1,
                new FetchAhead<String>(
                        "calls",
                        1,
                        sink -> InFlight.each(
                                List.of("a", "b", "c").iterator(),
                                2,
                                call -> {
                                    called.countDown();
                                    try {
                                        answer.await();
                                    } catch (InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    }
                                    return call;
                                },
                                sink,
                                sink::stopped)),
                (items, tally) -> bench.insert(items)))));
        Thread.ofPlatform().start(run);
        called.await();
        bench.update("update ajour.lease set stop = 'run' where holder is not null");
        Awaitility.await().until(() -> bench.context.getBean(StopSignals.class).anyRequested());
        answer.countDown();

        assertThat(run.get().code()).isEqualTo(ExitCode.STOPPED);
        assertThat(bench.things()).containsExactly("a", "b");
    }

    @Test
    void lease_that_has_fallen_silent_is_waited_for_and_a_live_one_is_not() {
        bench.run(run -> List.of(bench.steps.once(run, "first", (items, tally) -> {})));
        bench.update("update ajour.lease set holder = 'dead', renewed_at = clock_timestamp() - interval '9 s',"
                + " expires_at = clock_timestamp() + interval '1 s'");

        assertThat(bench.run(run -> List.of(bench.steps.once(run, "second", (items, tally) -> {})))
                        .code())
                .isEqualTo(ExitCode.DONE);

        bench.update("update ajour.lease set holder = 'alive', renewed_at = clock_timestamp(),"
                + " expires_at = clock_timestamp() + interval '1 s'");
        assertThat(bench.run(run -> List.of()).code()).isEqualTo(ExitCode.ALREADY_RUNNING);
    }

    @Test
    void any_transaction_is_limited_in_its_pauses_and_durable_when_it_is_committed() throws Exception {
        var transaction = new TransactionTemplate(bench.context.getBean(PlatformTransactionManager.class));
        assertThat(transaction.<List<String>>execute(status -> bench.texts("show idle_in_transaction_session_timeout")))
                .isEqualTo(List.of("3s"));
        assertThat(bench.text("show idle_in_transaction_session_timeout")).isEqualTo("0");
        // The embedded server's default is off.
        assertThat(transaction.<List<String>>execute(status -> bench.texts("show synchronous_commit")))
                .isEqualTo(List.of("on"));
    }
}
