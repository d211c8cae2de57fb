package no.ajour.digitalactive;

import static no.ajour.digitalactive.World.A;
import static no.ajour.digitalactive.World.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.ajour.run.ExitCode;
import no.ajour.run.Outcome;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.FaultRule;
import no.ajour.sandbox.SyntheticNin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each day some statuses change and a patient is added. However a day's run breaks, a plain next run makes it good. */
class BrokenHalfWayTest {
    private static final String CHANGES = ".*Endringer";
    private static final String BULK = ".*aktivsjekken.*";

    private final TestClock clock = new TestClock();
    // So few a batch that two writers have enough to do.
    private final World world =
            new World(clock, "ajour.jobs.digital-active.batch-size=2", "ajour.jobs.digital-active.calls-in-flight=2");
    private final List<String> listed = new ArrayList<>();
    private final Map<String, Citizen> truth = new HashMap<>();
    private int day;

    @BeforeEach
    void first_day() {
        for (int i = 0; i < 12; i++) {
            add(i);
        }
        world.list(A, listed);
        world.list(B, listed.subList(0, 3));
        world.runWell();
        assertThat(world.statuses()).isEqualTo(expected());
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void add(int index) {
        var number = SyntheticNin.number(index);
        listed.add(number);
        truth.put(number, Citizen.INACTIVE);
        world.sandbox.helsenorge().know(number, Citizen.INACTIVE);
    }

    private void nextDay() {
        day++;
        clock.step(Duration.ofDays(1));
        add(100 + day);
        world.list(A, listed);
        for (int i = 0; i < 9; i++) {
            var number = listed.get((day + i) % listed.size());
            var status = new Citizen((day + i) % 2 == 0, day % 3 == 0, i % 2 == 0);
            truth.put(number, status);
            world.sandbox.helsenorge().change(number, status);
            world.sandbox.helsenorge().changed(SyntheticNin.number(5000 + day * 10 + i));
        }
        world.sandbox.book().clear();
    }

    private Map<String, Citizen> expected() {
        var expected = new HashMap<String, Citizen>();
        listed.forEach(number -> expected.put(A + " " + number, truth.get(number)));
        listed.subList(0, 3).forEach(number -> expected.put(B + " " + number, truth.get(number)));
        return expected;
    }

    private void assertAllMadeGood() {
        assertThat(world.statuses()).isEqualTo(expected());
        assertThat(world.requests()).isEmpty();
        assertThat(world.letters()).isEmpty();
        var lists = world.sandbox.book().changeLists();
        assertThat(lists).allMatch(list -> list.offsetKnown() && list.offsetIn() != null);
        assertThat(world.sql
                        .sql("select value from ajour.position")
                        .query(String.class)
                        .single())
                .isEqualTo(lists.getLast().offsetOut());
        var before = world.rowVersions();
        world.sandbox.book().clear();
        world.runWell();
        assertThat(world.sandbox.book().asked()).isEmpty();
        assertThat(world.rowVersions()).isEqualTo(before);
        assertThat(world.sandbox.book().violations()).isEmpty();
    }

    private static boolean failed(List<Outcome> outcomes) {
        return outcomes.stream().anyMatch(outcome -> outcome.code() != ExitCode.DONE);
    }

    @Test
    void exception_at_every_statement_and_commit_is_made_good_by_the_next_run() {
        world.sql.sql("create sequence public.statements").update();
        world.sql.sql("create table public.broken (nth bigint)").update();
        world.sql.sql("insert into public.broken values (0)").update();
        world.sql.sql("""
                create function public.break_it() returns trigger language plpgsql as $$ begin
                    if nextval('public.statements') = (select nth from public.broken) then raise exception 'broken'; end if;
                    return null;
                end $$
                """).update();
        for (var table : List.of("refresh_request", "position", "digital_active", "tally")) {
            world.sql
                    .sql("create trigger broken_before before insert or update or delete on ajour." + table
                            + " for each statement execute function public.break_it()")
                    .update();
        }
        // Deferred: raised by the commit itself.
        world.sql.sql("""
                create constraint trigger broken_commit after insert on ajour.tally
                deferrable initially deferred for each row execute function public.break_it()
                """).update();
        int broken = 0;
        boolean failed = true;
        for (int nth = 1; failed || nth < 30; nth += 1 + nth / 20) {
            nextDay();
            world.sql
                    .sql("select setval('public.statements', 1, false)")
                    .query(Long.class)
                    .single();
            world.sql.sql("update public.broken set nth = ?").param(nth).update();
            failed = failed(world.run());
            broken += failed ? 1 : 0;
            world.sql.sql("update public.broken set nth = 0").update();
            world.runWell();
            assertAllMadeGood();
        }
        assertThat(broken).isGreaterThan(25);
    }

    @Test
    void bodies_cut_anywhere_are_made_good_by_the_next_run() {
        for (int bytes : new int[] {0, 1, 10, 40, 45, 60, 100, 290}) {
            assertFaultIsMadeGood(
                    world.sandbox.faults().on("helsenorge", CHANGES).cutAfter(bytes));
            assertFaultIsMadeGood(
                    world.sandbox.faults().on("helsenorge", CHANGES).cutChunkedAfter(bytes));
            assertFaultIsMadeGood(world.sandbox.faults().on("helsenorge", BULK).cutAfter(bytes));
            assertFaultIsMadeGood(
                    world.sandbox.faults().on("helsenorge", BULK).skip(1).cutChunkedAfter(bytes));
        }
    }

    @Test
    void other_faults_are_made_good_by_the_next_run() {
        for (var path : List.of(CHANGES, BULK)) {
            assertFaultIsMadeGood(world.sandbox.faults().on("helsenorge", path).drop());
            assertFaultIsMadeGood(world.sandbox
                    .faults()
                    .on("helsenorge", path)
                    .afterHandling()
                    .drop());
            assertFaultIsMadeGood(world.sandbox.faults().on("helsenorge", path).garbage());
            assertFaultIsMadeGood(world.sandbox.faults().on("helsenorge", path).status(500));
            assertFaultIsMadeGood(world.sandbox.faults().on("helsenorge", path).tooManyRequests(Duration.ofHours(1)));
        }
    }

    private void assertFaultIsMadeGood(FaultRule fault) {
        nextDay();
        var outcomes = world.run();
        assertThat(fault.hits()).isEqualTo(1);
        assertThat(outcomes).extracting(Outcome::code).contains(ExitCode.TRY_LATER);
        world.runWell();
        assertAllMadeGood();
    }

    @Test
    void tokens_that_expire_half_way_are_renewed_in_the_same_run() {
        nextDay();
        world.sandbox.faults().on("helsenorge", CHANGES).run(world.sandbox.helseId()::expireTokens);
        // In the middle of the refresh, with several calls under way on the same token.
        world.sandbox.faults().on("helsenorge", BULK).skip(2).run(world.sandbox.helseId()::expireTokens);
        world.runWell();
        assertThat(world.sandbox.book().requests("helsenorge"))
                .filteredOn(call -> call.status() == 403)
                .isNotEmpty();
        assertAllMadeGood();
    }
}
