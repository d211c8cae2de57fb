package no.ajour.helseid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import no.ajour.http.SteppedTiming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

// What is printed meanwhile is of the whole JVM.
@Isolated
@ExtendWith(OutputCaptureExtension.class)
class ClockSkewTest {
    private static final Instant NOW = SteppedTiming.START;

    private final SteppedTiming timing = new SteppedTiming();
    private final ClockSkew skew = new ClockSkew(Duration.ofSeconds(3), timing);

    @Test
    void whole_seconds_and_a_slow_answer_are_no_difference() {
        skew.notice(NOW.plusMillis(900), NOW.plusSeconds(20), NOW);
        skew.notice(NOW, NOW.plusSeconds(20), NOW.plusSeconds(20));
        skew.notice(NOW, NOW, null);
        assertThat(skew.remark()).isEmpty();
    }

    @Test
    void a_clock_behind_and_a_clock_ahead_are_told_apart() {
        skew.notice(NOW, NOW.plusMillis(500), NOW.plusSeconds(10));
        assertThat(skew.remark()).contains("9.5 s behind");
        skew.notice(NOW, NOW.plusMillis(500), NOW.minusSeconds(10));
        assertThat(skew.remark()).contains("9 s ahead of");
        skew.notice(NOW, NOW.plusMillis(500), NOW);
        assertThat(skew.remark()).isEmpty();
    }

    @Test
    void it_is_warned_of_once_an_hour(CapturedOutput output) {
        notice();
        timing.step(Duration.ofMinutes(59));
        notice();
        assertThat(warnings(output)).isEqualTo(1);
        timing.step(Duration.ofMinutes(1));
        notice();
        assertThat(warnings(output)).isEqualTo(2);
    }

    private void notice() {
        skew.notice(NOW, NOW, NOW.plusSeconds(100));
    }

    private static long warnings(CapturedOutput output) {
        return output.getAll()
                .lines()
                .filter(line -> line.contains("ntp.nhn.no"))
                .count();
    }
}
