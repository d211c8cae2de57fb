package no.ajour.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusWaitsTest {
    private static final List<Duration> BACKOFF = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1));

    @Test
    void waits_grow_with_the_age_and_stay_at_the_last() {
        var waits = within("30s");

        assertThat(waits.after(Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
        assertThat(waits.after(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(10));
        assertThat(waits.after(Duration.ofSeconds(12))).isEqualTo(Duration.ofMinutes(1));
        assertThat(waits.after(Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(10));
        assertThat(waits.after(Duration.ofDays(3))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void a_run_makes_as_many_rounds_as_fit_in_the_time() {
        assertThat(within("30s").inRun()).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(10));
        assertThat(within("0s").inRun()).isEmpty();
        assertThat(within("72s").inRun()).hasSize(3);
    }

    @Test
    void a_wrong_setting_is_named() {
        assertThatCode(() -> StatusWaits.check("ajour.jobs.x.", BACKOFF, Duration.ZERO))
                .doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusWaits.check("ajour.jobs.x.", BACKOFF, Duration.ofSeconds(-1)))
                .withMessageStartingWith("ajour.jobs.x.confirm-within must not");
        for (var wrong : List.of(List.<Duration>of(), List.of(Duration.ofSeconds(2), Duration.ZERO))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StatusWaits.check("ajour.jobs.x.", wrong, Duration.ZERO))
                    .withMessageStartingWith("ajour.jobs.x.status-backoff must be");
        }
    }

    private static StatusWaits within(String time) {
        return new StatusWaits(BACKOFF, Duration.parse("PT" + time));
    }
}
