package no.ajour.run;

import static no.ajour.run.ExitCode.ALREADY_RUNNING;
import static no.ajour.run.ExitCode.CONFIGURATION;
import static no.ajour.run.ExitCode.DONE;
import static no.ajour.run.ExitCode.DONE_WITH_DEAD_LETTERS;
import static no.ajour.run.ExitCode.TRY_LATER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

    @Test
    void several_runs_end_as_the_worst_of_them() {
        assertThat(ExitCode.of(List.of(DONE, DONE_WITH_DEAD_LETTERS, DONE))).isEqualTo(DONE_WITH_DEAD_LETTERS);
        assertThat(ExitCode.of(List.of(DONE_WITH_DEAD_LETTERS, CONFIGURATION))).isEqualTo(CONFIGURATION);
        assertThat(ExitCode.of(List.of(CONFIGURATION, TRY_LATER))).isEqualTo(TRY_LATER);
    }

    @Test
    void already_running_only_when_everything_runs_elsewhere() {
        assertThat(ExitCode.of(List.of(ALREADY_RUNNING, DONE))).isEqualTo(DONE);
        assertThat(ExitCode.of(List.of(ALREADY_RUNNING, ALREADY_RUNNING))).isEqualTo(ALREADY_RUNNING);
    }
}
