package no.ajour.digitalactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DigitalActiveSettingsTest {

    @Test
    void defaults_are_the_documented_ones() {
        var settings = bind(Map.of());

        assertThat(settings.changes()).isEqualTo(DigitalActiveSettings.Changes.FEED);
        assertThat(settings.areaAsked()).isEqualTo(Area.HELSEHJELP);
        assertThat(settings.batchSize()).isEqualTo(1000);
        assertThat(settings.gapAfter()).hasDays(85);
        assertThat(settings.answer().self()).contains("erAktivSelv", "erDigitaltAktivSelv");
    }

    @Test
    void calls_in_flight_follow_the_kind_of_call() {
        assertThat(bind(Map.of()).callsAtOnce()).isEqualTo(8);
        assertThat(bind(Map.of("call", "single")).callsAtOnce()).isEqualTo(32);
        assertThat(bind(Map.of("calls-in-flight", "3")).callsAtOnce()).isEqualTo(3);
    }

    @Test
    void wrong_value_is_refused_with_its_name_and_the_fix() {
        assertRefused("batch-size", "1001", "set it from 1 to 1000");
        assertRefused("area", "4", "set it to 3 (Helsehjelp) or 6 (Ungdom)");
        assertRefused("gap-after", "0s", "longer than nothing");
        assertRefused("sweep-every", "-1d", "longer than nothing");
        assertRefused("calls-in-flight", "0", "at least 1");
    }

    private static void assertRefused(String name, String value, String fix) {
        assertThatThrownBy(() -> bind(Map.of(name, value)))
                .isInstanceOf(BindException.class)
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining("ajour.jobs.digital-active." + name)
                .hasMessageContaining(fix);
    }

    private static DigitalActiveSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("", DigitalActiveSettings.class);
    }
}
