package no.ajour.acknowledgement;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AcknowledgementSettingsTest {
    private static final String PREFIX = "ajour.jobs.acknowledgements.";

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
