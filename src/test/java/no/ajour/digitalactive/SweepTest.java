package no.ajour.digitalactive;

import static no.ajour.digitalactive.World.A;
import static no.ajour.digitalactive.World.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import no.ajour.run.ExitCode;
import no.ajour.sandbox.Citizen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final List<String> PATIENTS = DigitalActiveJobTest.numbers(0, 30);

    private final TestClock clock = new TestClock();
    private final World world = new World(
            clock,
            "ajour.jobs.digital-active.changes=none",
            "ajour.jobs.digital-active.batch-size=10",
            "ajour.jobs.digital-active.calls-in-flight=1");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void without_a_change_list_everyone_is_asked_about_when_the_status_is_old() {
        world.sandbox.helsenorge().everyoneElse(number -> Citizen.INACTIVE);
        world.list(A, PATIENTS);
        assertThat(world.runWell()).hasSize(2);
        world.sandbox.helsenorge().know(PATIENTS.get(3), Citizen.ACTIVE);
        world.sandbox.book().clear();

        clock.step(Duration.ofHours(23));
        world.runWell();
        assertThat(world.sandbox.book().asked()).isEmpty();

        clock.step(Duration.ofHours(1));
        world.runWell();
        assertThat(world.numbersAsked()).isEqualTo(new TreeSet<>(PATIENTS));
        assertThat(world.statuses()).containsEntry(A + " " + PATIENTS.get(3), Citizen.ACTIVE);
        assertThat(world.sandbox.book().changeLists()).isEmpty();
        assertThat(world.sandbox.book().violations()).isEmpty();
    }

    @Test
    void sweep_that_ends_half_way_is_gone_on_with() {
        world.sandbox.helsenorge().everyoneElse(number -> Citizen.INACTIVE);
        world.list(A, PATIENTS);
        world.runWell();
        clock.step(Duration.ofDays(1));
        world.sandbox.book().clear();
        world.sandbox.faults().on("helsenorge", ".*aktivsjekken.*").skip(2).status(503);

        assertThat(world.run(false, List.of(A, B)).getFirst().code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(world.requests()).hasSize(10);
        world.runWell();

        assertThat(world.asked()).hasSize(30).allSatisfy((number, times) -> assertThat(times)
                .isEqualTo(1));
    }

    @Test
    void full_run_asks_about_everyone_whatever_the_age() {
        world.sandbox.helsenorge().everyoneElse(number -> Citizen.INACTIVE);
        world.list(A, PATIENTS);
        world.runWell();
        world.sandbox.book().clear();

        world.run(true, List.of(A));

        assertThat(world.numbersAsked()).isEqualTo(new TreeSet<>(PATIENTS));
    }
}
