package no.ajour.http;

import static no.ajour.http.ApiFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    @Test
    void requests_are_evenly_spaced_by_the_rate() {
        var timing = new SteppedTiming();
        var rate = new RateLimit(4, timing);
        for (int i = 0; i < 9; i++) {
            rate.await("x");
        }
        assertThat(timing.nanoTime()).isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(timing.sleeps()).hasSize(8).containsOnly(Duration.ofMillis(250));
    }

    @Test
    void nothing_is_saved_up_for_a_burst() {
        var timing = new SteppedTiming();
        var rate = new RateLimit(0.5, timing);
        timing.step(Duration.ofMinutes(5));
        rate.await("x");
        rate.await("x");
        assertThat(timing.sleeps()).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void attempts_count_too() {
        try (var fixture = new ApiFixture()) {
            fixture.with("requests-per-second", "0.1").answers(401).answers(200);
            fixture.api().send(ApiRequest.get("x", TENANT, "/")).close();
            assertThat(fixture.timing.sleeps()).containsExactly(Duration.ofSeconds(10));
        }
    }

    @Test
    void zero_is_no_limit() {
        var timing = new SteppedTiming();
        var rate = new RateLimit(0, timing);
        rate.await("x");
        rate.await("x");
        assertThat(timing.sleeps()).isEmpty();
    }
}
