package no.ajour.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AcknowledgementSettingsTest {
    private static final String PREFIX = "ajour.jobs.acknowledgements.";

    @Test
    void waits_grow_with_the_age_and_stay_at_the_last() {
        var settings = bind(Map.of());

        assertThat(settings.backoff(Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.backoff(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.backoff(Duration.ofSeconds(12))).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.backoff(Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.backoff(Duration.ofDays(3))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void a_run_makes_as_many_rounds_as_fit_in_the_time() {
        assertThat(bind(Map.of()).waitsInRun()).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(10));
        assertThat(bind(Map.of(PREFIX + "confirm-within", "0s")).waitsInRun()).isEmpty();
        assertThat(bind(Map.of(PREFIX + "confirm-within", "72s")).waitsInRun()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "calls-in-flight, 0",
        "chunk-size, 0",
        "failures-in-a-row, 0",
        "settle-time, 0s",
        "confirm-within, -1s",
        "status-backoff, 0s",
        "body, {}"
    })
    void a_wrong_setting_is_named(String property, String value) {
        assertThatThrownBy(() -> bind(Map.of(PREFIX + property, value)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining(PREFIX + property);
    }

    private static AcknowledgementSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("ajour.jobs.acknowledgements", AcknowledgementSettings.class);
    }
}
