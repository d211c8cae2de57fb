package no.ajour.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.function.Function;
import no.ajour.failure.TryLater;
import no.ajour.tenant.Tenant;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.batch.core.step.Step;

/** Several starts of one job at once, as by several processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ShareTest {
    private static final Tenant HEIA = new Tenant("974761076", "Heia", null, Tenant.Acknowledge.JOURNALED);
    private static final List<Tenant> BOTH = List.of(Bench.LYKKEBY, HEIA);

    private final Bench bench = new Bench("ajour.jobs.short.deadline=500ms");
    private final List<String> made = Collections.synchronizedList(new ArrayList<>());

    /** A job that has a run for all tenants together first. */
    private record National(Function<Run, List<Step>> first, BiFunction<Run, Tenant, List<Step>> work)
            implements SyncJob {
        @Override
        public String name() {
            return "things";
        }

        @Override
        public boolean national() {
            return true;
        }

        @Override
        public List<Step> nationalSteps(Run run) {
            return first.apply(run);
        }

        @Override
        public List<Step> steps(Run run, Tenant tenant) {
            return work.apply(run, tenant);
        }
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    @BeforeEach
    void empty() {
        made.clear();
    }

    @Test
    void tenant_that_is_done_in_the_share_is_left_out_and_in_another_share_it_is_not() {
        assertThat(codes(start("s1", BOTH))).containsExactly(ExitCode.DONE, ExitCode.DONE);
        assertThat(made).hasSize(2);

        var again = start("s1", BOTH);

        assertThat(made).hasSize(2);
        assertThat(again).allMatch(Outcome::isLeftOut);
        assertThat(codes(again)).containsExactly(ExitCode.DONE, ExitCode.DONE);
        assertThat(again.getFirst().reason()).matches("Run \\d+ of the same share has done it.");

        start("s2", BOTH);
        assertThat(made).hasSize(4);
    }

    @Test
    void tenant_that_failed_in_the_share_is_done_again() {
        var broken = new Bench.Things((run, tenant) -> List.of(bench.steps.once(run, "thing", (items, tally) -> {
            if (tenant.equals(HEIA)) {
                throw new TryLater("away");
            }
        })));
        assertThat(codes(bench.runner.run(broken, BOTH, share("s3"), ended -> {})))
                .containsExactly(ExitCode.DONE, ExitCode.TRY_LATER);

        var again = start("s3", BOTH);

        assertThat(made).containsExactly(HEIA.orgnr());
        assertThat(again.getFirst().isLeftOut()).isTrue();
        assertThat(again.getLast().isLeftOut()).isFalse();
    }

    @Test
    void refresh_of_everyone_is_not_taken_for_done_by_a_run_of_what_changed() {
        start("s4", BOTH);

        bench.runner.run(job(), BOTH, new RunOrder(true, "s4", Duration.ZERO), ended -> {});

        assertThat(made).hasSize(4);
    }

    @Test
    void tenant_under_way_in_the_share_is_left_out_and_one_under_way_outside_it_is_elsewhere() throws Exception {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var first = new FutureTask<>(
                () -> bench.runner.run(held(inside, leave), List.of(Bench.LYKKEBY), share("s5"), ended -> {}));
        Thread.ofPlatform().start(first);
        inside.await();

        var sharing = start("s5", List.of(Bench.LYKKEBY));
        var other = start("s6", List.of(Bench.LYKKEBY));
        leave.countDown();

        assertThat(first.get()).extracting(Outcome::code).containsExactly(ExitCode.DONE);
        assertThat(sharing).allMatch(Outcome::isLeftOut);
        assertThat(codes(other)).containsExactly(ExitCode.ALREADY_RUNNING);
        assertThat(made).isEmpty();
    }

    @Test
    void without_a_key_what_another_process_began_later_and_completed_is_not_done_again() {
        start(null, BOTH);

        // Begun well before the other; how long before is not known to the millisecond.
        var earlier = bench.runner.run(job(), BOTH, new RunOrder(false, null, Duration.ofMinutes(1)), ended -> {});

        assertThat(made).hasSize(2);
        assertThat(codes(earlier)).containsExactly(ExitCode.ALREADY_RUNNING, ExitCode.ALREADY_RUNNING);
        assertThat(earlier.getFirst().reason()).contains("begun after this one, has done it");
    }

    @Test
    void two_starts_with_one_run_for_all_tenants_make_it_once_and_no_tenants_run_before_it() throws Exception {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var national = new National(
                run -> List.of(bench.steps.once(run, "first", (items, tally) -> {
                    made.add("national");
                    inside.countDown();
                    await(leave);
                })),
                (run, tenant) -> work(run, tenant));
        var one = new FutureTask<>(() -> bench.runner.run(national, BOTH, share("s7"), ended -> {}));
        Thread.ofPlatform().start(one);
        inside.await();
        var two = new FutureTask<>(() -> bench.runner.run(national, BOTH, share("s7"), ended -> {}));
        var waiting = Thread.ofPlatform().start(two);
        // It looks at the lease twice a second meanwhile.
        Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        assertThat(made).containsExactly("national");
        leave.countDown();

        assertThat(one.get()).extracting(Outcome::code).containsOnly(ExitCode.DONE);
        assertThat(two.get()).extracting(Outcome::code).containsOnly(ExitCode.DONE);
        assertThat(two.get().getFirst().isLeftOut()).isTrue();
        assertThat(made).containsExactlyInAnyOrder("national", Bench.LYKKEBY.orgnr(), HEIA.orgnr());
    }

    @Test
    void tenants_run_from_before_the_one_for_all_tenants_does_not_count() {
        long begun = System.nanoTime();
        start(null, BOTH);
        var national = new National(
                run -> List.of(bench.steps.once(run, "first", (items, tally) -> {})),
                (run, tenant) -> work(run, tenant));

        bench.runner.run(
                national, BOTH, new RunOrder(false, null, Duration.ofNanos(System.nanoTime() - begun)), ended -> {});

        assertThat(made).hasSize(4);
    }

    @Test
    void start_that_takes_longer_than_its_deadline_ends_at_a_commit_and_fails_for_now() {
        var job = new SyncJob() {
            @Override
            public String name() {
                return "short";
            }

            @Override
            public List<Step> steps(Run run, Tenant tenant) {
                return List.of(bench.steps.step(
                        run,
                        "things",
                        1,
                        new FetchAhead<String>("endless", 1, sink -> {
                            for (int i = 0; !sink.stopped(); i++) {
                                sink.put("thing " + i);
                            }
                        }),
                        (items, tally) -> tally.add(Line.ADDED, items.size())));
            }
        };
        var tenants = List.of(Bench.LYKKEBY, HEIA, tenant("889640782"), tenant("991825827"), tenant("864234232"));

        var outcomes = bench.runner.run(job, tenants, RunOrder.now(false), ended -> {});

        assertThat(codes(outcomes)).containsOnly(ExitCode.TRY_LATER);
        assertThat(outcomes.getFirst().reason()).contains("ajour.jobs.short.deadline");
        assertThat(outcomes.getLast().run()).isNull();
        assertThat(bench.texts("select distinct state || ' ' || exit_code from ajour.run where job = 'short'"))
                .containsExactly("stopped 30");
    }

    private List<Outcome> start(@Nullable String key, List<Tenant> tenants) {
        return bench.runner.run(job(), tenants, share(key), ended -> {});
    }

    private static RunOrder share(@Nullable String key) {
        return new RunOrder(false, key, Duration.ZERO);
    }

    private SyncJob job() {
        return new Bench.Things(this::work);
    }

    private List<Step> work(Run run, Tenant tenant) {
        return List.of(bench.steps.once(run, "thing", (items, tally) -> made.add(tenant.orgnr())));
    }

    private SyncJob held(CountDownLatch inside, CountDownLatch leave) {
        return new Bench.Things((run, tenant) -> List.of(bench.steps.once(run, "thing", (items, tally) -> {
            inside.countDown();
            await(leave);
        })));
    }

    private static Tenant tenant(String orgnr) {
        return new Tenant(orgnr, "", null, Tenant.Acknowledge.JOURNALED);
    }

    private static List<ExitCode> codes(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::code).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
