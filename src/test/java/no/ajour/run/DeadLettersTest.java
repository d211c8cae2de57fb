package no.ajour.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.batch.core.step.Step;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersTest {
    private static final Instant OLD = Instant.parse("2026-05-26T10:00:00Z");
    private static final Instant NEW = Instant.parse("2026-05-26T11:00:00Z");

    private final Bench bench = new Bench();
    private final DeadLetters letters = bench.context.getBean(DeadLetters.class);

    @AfterAll
    void stop() {
        bench.close();
    }

    @BeforeEach
    void empty() {
        bench.update("delete from ajour.dead_letter");
    }

    @Test
    void the_same_version_seen_again_is_no_new_attempt_but_a_new_one_is() {
        add("x", OLD, "{}");
        add("x", OLD, "{}");
        assertThat(attempts()).isEqualTo(1);

        add("x", NEW, "{\"v\":2}");

        assertThat(attempts()).isEqualTo(2);
        assertThat(bench.text("select payload from ajour.dead_letter_payload")).isEqualTo("{\"v\":2}");
    }

    @Test
    void an_older_version_never_replaces_the_letter_of_a_newer_one() {
        add("x", NEW, "{\"v\":2}");
        add("x", OLD, "{\"v\":1}");

        assertThat(bench.text("select payload from ajour.dead_letter_payload")).isEqualTo("{\"v\":2}");
        assertThat(bench.count("select count(*) from ajour.dead_letter where version = '" + NEW + "'"))
                .isEqualTo(1);
    }

    @Test
    void handled_in_the_same_version_it_is_resolved_and_in_a_newer_one_obsolete_and_keeps_no_payload() {
        add("same", OLD, "{}");
        add("newer", OLD, "{}");
        add("unversioned", null, "{}");

        inRun(run -> letters.resolve(run, Map.of("same", OLD, "newer", NEW)));
        inRun(run -> letters.resolve(run, List.of("unversioned")));

        assertThat(bench.texts("select record || ' ' || state from ajour.dead_letter order by record"))
                .containsExactly("newer obsolete", "same resolved", "unversioned resolved");
        assertThat(bench.count("select count(*) from ajour.dead_letter where closed_at is null"))
                .isZero();
        assertThat(bench.count("select count(*) from ajour.dead_letter_payload"))
                .isZero();
    }

    @Test
    void discarded_stays_discarded_until_another_version_fails() {
        add("x", OLD, "{}");
        bench.update("update ajour.dead_letter set state = 'discarded', closed_at = now()");

        assertThat(add("x", OLD, "{}")).isEqualTo(1);
        assertThat(bench.text("select state from ajour.dead_letter")).isEqualTo("discarded");

        assertThat(add("x", NEW, "{}")).isZero();
        assertThat(bench.text("select state from ajour.dead_letter")).isEqualTo("unresolved");
        assertThat(bench.count("select count(closed_at) from ajour.dead_letter"))
                .isZero();
    }

    @Test
    void retried_letters_that_are_not_handled_go_back_to_unresolved() {
        add("x", OLD, "{}");
        add("y", OLD, "{}");
        var repair = new Repair() {
            @Override
            public String job() {
                return "things";
            }

            @Override
            public boolean handles(RepairOrder order) {
                return true;
            }

            @Override
            public List<Step> steps(Run run, Tenant tenant, RepairOrder order) {
                return List.of(bench.steps.once(run, "replay", (once, tally) -> {
                    assertThat(letters.retrying(run, 0, 10))
                            .extracting(DeadLetters.Retried::record)
                            .containsExactly("x", "y");
                    letters.resolve(run, Map.of("x", OLD));
                }));
            }
        };
        var ids = bench.jdbc
                .sql("select id from ajour.dead_letter")
                .query(Long.class)
                .list();

        var outcome = bench.runner
                .repair(repair, List.of(Bench.LYKKEBY), new RepairOrder.Letters(ids), ended -> {})
                .getFirst();

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.balance()).containsEntry(Line.QUEUED, 2L).containsEntry(Line.WAITING, 1L);
        assertThat(bench.texts("select record || ' ' || state from ajour.dead_letter order by record"))
                .containsExactly("x resolved", "y unresolved");
        assertThat(bench.text("select kind from ajour.run order by id desc limit 1"))
                .isEqualTo("retry");
    }

    @Test
    void letters_that_a_killed_retry_left_wait_again_when_the_next_run_begins() {
        add("x", OLD, "{}");
        bench.update("update ajour.dead_letter set state = 'retrying'");

        inRun(run -> {});

        assertThat(bench.text("select state from ajour.dead_letter")).isEqualTo("unresolved");
    }

    private int add(String record, @Nullable Instant version, String payload) {
        int[] discarded = new int[1];
        inRun(run -> discarded[0] =
                letters.add(run, List.of(new DeadLetter(record, "unreadable", "No id.", version, payload))));
        return discarded[0];
    }

    private void inRun(Consumer<Run> work) {
        var outcome = bench.run(run -> List.of(bench.steps.once(run, "work", (once, tally) -> work.accept(run))));
        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
    }

    private long attempts() {
        return bench.count("select attempts from ajour.dead_letter");
    }
}
