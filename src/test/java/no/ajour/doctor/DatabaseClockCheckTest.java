package no.ajour.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseClockCheckTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void slow_answer_is_no_difference() {
        assertThat(DatabaseClockCheck.ahead(NOW, NOW.plusSeconds(5), NOW.plusSeconds(9)))
                .isZero();
    }

    @Test
    void clock_behind_and_clock_ahead_are_told_apart() {
        var behind = DatabaseClockCheck.ahead(NOW, NOW.plusSeconds(5), NOW.plusSeconds(1));
        var ahead = DatabaseClockCheck.ahead(NOW, NOW.minusMillis(2500), NOW.plusSeconds(1));

        assertThat(behind).isEqualTo(Duration.ofSeconds(-4));
        assertThat(Difference.of(behind, "the database's"))
                .isEqualTo("this machine's clock is 4.0 s behind the database's");
        assertThat(Difference.of(ahead, "HelseID's")).isEqualTo("this machine's clock is 2.5 s ahead of HelseID's");
    }
}
