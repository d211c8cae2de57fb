package no.ajour.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class OutgoingSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "source-system, Blåbær 1, source-system must be printable ASCII",
        "content-type, json, content-type must be a media type",
        "largest-event, 2MB, largest-event must be from",
        "organisation-number-pattern, (, organisation-number-pattern is no regular expression",
        "settle-time, 0s, settle-time must be longer",
        "clock-margin, -1s, clock-margin must not be negative",
        "most-sends, 0, most-sends must be at least 1",
        "longest-search, 0, longest-search must be at least 1",
        "confirm-within, -1s, confirm-within must not be negative",
        "status-backoff, 0s, status-backoff must be a list"
    })
    void a_wrong_value_is_named_with_its_fix(String property, String value, String told) {
        assertThatThrownBy(() -> bind(Map.of("ajour.jobs.outgoing-events." + property, value)))
                .rootCause()
                .hasMessageContaining("ajour.jobs.outgoing-events." + told);
    }

    @Test
    void half_of_the_time_to_settle_is_left_for_the_call() {
        var settings = bind(Map.of());

        assertThat(settings.sendWithin()).isEqualTo(settings.settleTime().dividedBy(2));
    }

    private static OutgoingSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("ajour.jobs.outgoing-events", OutgoingSettings.class);
    }
}
