package no.ajour.helseid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import no.ajour.failure.TryLater;
import no.ajour.http.ApiFixture;
import no.ajour.http.ApiProperties;
import no.ajour.tenant.Tenant;
import org.junit.jupiter.api.Test;

class TokenMeterTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TokenMeter meter = new TokenMeter(meters);

    @Test
    void what_was_not_counted_yet_stands_at_nothing() {
        assertThat(count("granted")).isZero();
        assertThat(count("refused")).isZero();
        assertThat(count("failed")).isZero();
    }

    @Test
    void grants_refusals_and_failures_are_counted_apart() {
        var token = new AccessToken(
                "secret", Instant.EPOCH, new TokenFacts(Set.of("nhn:jft/api"), null, Duration.ofMinutes(10)), null);
        var order = TokenOrder.of(
                "jft-read",
                ApiFixture.bind("api", ApiProperties.class, Map.of("api.scope", "nhn:jft/api")),
                new Tenant("123456785", "Lykkeby", null, Tenant.Acknowledge.JOURNALED));

        assertThat(meter.count(() -> token)).isSameAs(token);
        assertThatThrownBy(() -> meter.count(() -> {
                    throw new TokenRefused(order, "was refused", "ask for it");
                }))
                .isInstanceOf(TokenRefused.class);
        assertThatThrownBy(() -> meter.count(() -> {
                    throw new TryLater("HelseID did not answer");
                }))
                .isInstanceOf(TryLater.class);

        assertThat(count("granted")).isEqualTo(1);
        assertThat(count("refused")).isEqualTo(1);
        assertThat(count("failed")).isEqualTo(1);
    }

    private double count(String outcome) {
        return meters.get("ajour.tokens").tag("outcome", outcome).counter().count();
    }
}
