package no.ajour.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatermarkTest {
    private static final Instant NOON = Instant.parse("2026-05-26T12:00:00Z");

    @Test
    void is_the_newest_seen() {
        assertThat(Watermark.none().after(new Progress(NOON, NOON.minusSeconds(5), null)))
                .isEqualTo(new Watermark.Move(null, "2026-05-26T11:59:55Z"));
    }

    @Test
    void is_never_later_than_the_servers_time_when_the_walk_began() {
        assertThat(Watermark.at("2026-05-26T11:00:00.000010Z").after(new Progress(NOON, NOON.plusSeconds(30), null)))
                .isEqualTo(new Watermark.Move("2026-05-26T11:00:00.000010Z", "2026-05-26T12:00:00Z"));
    }

    @Test
    void never_goes_back() {
        var mark = Watermark.at("2026-05-26T12:00:00Z");
        var begun = NOON.plusSeconds(60);

        assertThat(mark.after(new Progress(begun, NOON.minusSeconds(300), null)))
                .isNull();
        assertThat(mark.after(new Progress(begun, NOON, null))).isNull();
    }

    @Test
    void stays_when_nothing_was_seen() {
        assertThat(Watermark.none().after(new Progress(NOON, null, null))).isNull();
    }
}
