package no.ajour.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ClassPathResource;

class HousekeepingSettingsTest {
    private static final String NAME = "ajour.jobs.housekeeping";

    @ParameterizedTest
    @CsvSource({
        "keep.acknowledged-events, 23h",
        "keep.delisted-patients, 0s",
        "keep.closed-dead-letters, -90d",
        "keep.changes, 1h",
        "keep.run-steps, 91d",
        "keep.run-steps, 0d",
        "keep.runs, 23h",
        "batch-size, 0",
        "batch-size, 100001"
    })
    void a_wrong_setting_is_named(String property, String value) {
        assertThatThrownBy(() -> bind(Map.of(NAME + "." + property, value)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining(NAME + "." + property);
    }

    @Test
    void the_file_for_operators_has_the_defaults() throws IOException {
        var sources = new MutablePropertySources();
        new YamlPropertySourceLoader()
                .load("file", new ClassPathResource("jobs/housekeeping.yaml"))
                .forEach(sources::addLast);

        assertThat(new Binder(ConfigurationPropertySources.from(sources))
                        .bind(NAME, HousekeepingSettings.class)
                        .get())
                .isEqualTo(bind(Map.of()));
    }

    private static HousekeepingSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate(NAME, HousekeepingSettings.class);
    }
}
