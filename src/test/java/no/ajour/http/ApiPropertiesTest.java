package no.ajour.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import no.ajour.failure.WrongInstallation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiPropertiesTest {

    @Test
    void a_base_url_is_enough() {
        ApiProperties properties = bind(Map.of("ajour.apis.jft-read.base-url", "https://api.read.jft.test.nhn.no"));
        assertThat(properties.scheme()).isEqualTo(TokenScheme.DPOP);
        assertThat(properties.renewOnForbidden()).isFalse();
        assertThat(properties.limits().readTimeout()).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080/x",
                "http://127.0.0.1",
                "http://127.9.9.9:1",
                "http://[::1]:80",
                "HTTPS://a"
            })
    void tls_or_this_machine_is_accepted(String url) {
        assertThat(bind(Map.of("ajour.apis.jft-read.base-url", url)).baseUrl()).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource({
        "base-url,http://api.read.jft.nhn.no",
        "base-url,http://localhost.evil.example",
        "base-url,http://127.0.0.1.evil.example",
        "base-url,http://127evil.example",
        "base-url,ftp://localhost",
        "base-url,https://user@host",
        "base-url,https://host:99999/",
        "base-url,https://host/?a=b",
        "base-url,api.read.jft.nhn.no",
        "requests-per-second,-1",
        "ping-path,ping",
        "ping-path,/ping?a=b",
        "attempts,0",
        "connect-timeout,0s",
        "longest-backoff,1ms",
        "retry-percent,101"
    })
    void a_wrong_setting_is_named(String property, String value) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "ajour.apis.jft-read.base-url", "https://a.example", "ajour.apis.jft-read.scope", "nhn:jft/api"));
        settings.put("ajour.apis.jft-read." + property, value);
        assertThatThrownBy(() -> bind(settings))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(property);
    }

    @Test
    void an_api_without_settings_is_named() {
        try (var fixture = new ApiFixture()) {
            var http = ApiFixture.bind("ajour.http", HttpSettings.class, Map.of());
            var apis = new Apis(
                    new ApiSettings(Map.of()), http, new HttpClients(http), fixture.credentials, fixture.timing);
            assertThatThrownBy(() -> apis.get("helsenorge"))
                    .isInstanceOf(WrongInstallation.class)
                    .hasMessageContaining("ajour.apis.helsenorge");
        }
    }

    private static ApiProperties bind(Map<String, String> settings) {
        return Objects.requireNonNull(
                ApiFixture.bind("ajour", ApiSettings.class, settings).apis().get("jft-read"));
    }
}
