package no.ajour.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatermarkTest {
    private static final Instant NOON = Instant.parse("2026-05-26T12:00:00Z");

    @Test
    void is_the_newest_seen() {
        var mark = Watermark.none();
        mark.answeredAt(NOON);
        mark.saw(NOON.minusSeconds(5));
        mark.saw(NOON.minusSeconds(9));

        assertThat(mark.move()).isEqualTo(new Watermark.Move(null, "2026-05-26T11:59:55Z"));
    }

    @Test
    void is_never_later_than_the_servers_time_when_the_walk_began() {
        var mark = Watermark.at("2026-05-26T11:00:00.000010Z");
        mark.answeredAt(NOON);
        mark.answeredAt(NOON.plusSeconds(60));
        mark.saw(NOON.plusSeconds(30));

        assertThat(mark.move()).isEqualTo(new Watermark.Move("2026-05-26T11:00:00.000010Z", "2026-05-26T12:00:00Z"));
    }

    @Test
    void never_goes_back() {
        var mark = Watermark.at("2026-05-26T12:00:00Z");
        mark.answeredAt(NOON.plusSeconds(60));
        mark.saw(NOON.minusSeconds(300));
        assertThat(mark.move()).isNull();
        mark.saw(NOON);
        assertThat(mark.move()).isNull();
    }

    @Test
    void stays_when_nothing_was_seen() {
        var mark = Watermark.none();
        mark.answeredAt(NOON);
        assertThat(mark.move()).isNull();
    }
}
