package no.ajour.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.registry.otlp.AggregationTemporality;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import no.ajour.http.ApiFixture;
import org.junit.jupiter.api.Test;

class OtlpSettingsTest {

    @Test
    void nothing_set_or_an_empty_address_is_no_push() {
        assertThat(bind(Map.of()).url()).isNull();
        assertThat(bind(Map.of("ajour.metrics.otlp.url", "")).url()).isNull();
    }

    @Test
    void address_that_is_none_is_refused_with_the_property_and_an_example() {
        assertThatThrownBy(() -> bind(Map.of("ajour.metrics.otlp.url", "collector:4318")))
                .rootCause()
                .hasMessageContaining("ajour.metrics.otlp.url")
                .hasMessageContaining("http://collector:4318/v1/metrics");
    }

    @Test
    void end_of_a_run_is_not_held_up_longer_than_five_seconds() {
        assertThatThrownBy(() -> bind(Map.of("ajour.metrics.otlp.within", "6s")))
                .rootCause()
                .hasMessageContaining("ajour.metrics.otlp.within");
    }

    @Test
    void headers_are_not_shown() {
        var settings = new OtlpSettings(
                URI.create("http://collector/v1/metrics"),
                Map.of("authorization", "Bearer secret"),
                AggregationTemporality.DELTA,
                Duration.ofSeconds(1));

        assertThat(settings.toString()).contains("authorization").doesNotContain("secret");
    }

    private static OtlpSettings bind(Map<String, String> values) {
        return ApiFixture.bind("ajour.metrics.otlp", OtlpSettings.class, values);
    }
}
