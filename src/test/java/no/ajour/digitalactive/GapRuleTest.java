package no.ajour.digitalactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import no.ajour.position.Position;
import org.junit.jupiter.api.Test;

class GapRuleTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private final GapRule rule = new GapRule(Duration.ofDays(85));

    @Test
    void no_offset_is_a_gap() {
        assertThat(rule.reason(Optional.empty(), NOW)).hasValue("no offset is stored");
    }

    @Test
    void age_is_that_of_the_offset_where_it_is_a_time() {
        var days84 = NOW.minus(Duration.ofDays(84));
        var days85 = NOW.minus(Duration.ofDays(85));
        assertThat(rule.reason(stored("2026-03-09T12:00:01.12345Z", NOW), NOW)).isEmpty();
        assertThat(rule.reason(stored("2026-03-08T12:00:00.00000Z", NOW), NOW)).isPresent();
        assertThat(rule.reason(stored("2026-03-08T12:00:00+00:00", NOW), NOW)).isPresent();
        assertThat(rule.reason(stored("opaque", days84), NOW)).isEmpty();
        assertThat(rule.reason(stored("opaque", days85), NOW)).isPresent();
    }

    private static Optional<Position> stored(String offset, Instant movedAt) {
        return Optional.of(new Position(offset, movedAt));
    }
}
