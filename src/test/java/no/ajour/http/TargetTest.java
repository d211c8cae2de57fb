package no.ajour.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.time.Duration;
import no.ajour.failure.WrongInstallation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private final Target target = new Target("jft-read", URI.create("https://read.example/base/"));

    @ParameterizedTest
    @CsvSource({
        "/v1/Bundle/_search, https://read.example/base/v1/Bundle/_search",
        "v1/Bundle, https://read.example/base/v1/Bundle",
        "/v1/Bundle/1/$status, https://read.example/base/v1/Bundle/1/$status",
        "'', https://read.example/base",
        "https://read.example/other?cursor=a%2Bb%3D&x=%C3%A6, https://read.example/other?cursor=a%2Bb%3D&x=%C3%A6",
        "HTTPS://READ.example:443/v1?c=1, https://read.example/v1?c=1"
    })
    void stays_at_the_configured_origin(String pathOrUrl, String url) {
        assertThat(target.of(get(pathOrUrl))).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/v1",
                "http://read.example/v1",
                "https://read.example:8443/v1",
                "https://read.example.evil.example/v1",
                "https://read.example@evil.example/v1",
                "https://token@read.example/v1",
                "//evil.example/v1",
                "/\\evil.example/v1",
                "\\\\evil.example/v1",
                "ftp://read.example/v1",
                "https:evil.example/v1",
                "https:///",
                "javascript:alert(1)"
            })
    void nothing_leads_elsewhere(String pathOrUrl) {
        assertThatThrownBy(() -> target.of(get(pathOrUrl)))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ajour.apis.jft-read.base-url")
                .hasMessageNotContaining("evil");
    }

    @Test
    void any_number_of_slashes_is_soon_read() {
        var slashes = new Target("jft-read", URI.create("https://read.example" + "/".repeat(1_000_000) + "x//"));

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> slashes.of(get("/v1/Bundle")));
    }

    @Test
    void fragment_is_left_out_since_what_is_in_it_need_not_be_a_uri() {
        assertThat(target.of(get("/v1/Bundle?c=1#\u0007\uFFFD ^")).uri())
                .hasToString("https://read.example/base/v1/Bundle?c=1");
    }

    @Test
    void query_parameters_are_encoded_and_may_repeat() {
        var request = get("/v1/Bundle")
                .query("_lastUpdated", "ge2026-01-01T00:00:00+01:00")
                .query("_tag", "a|b&c")
                .query("_tag", "d");
        assertThat(target.of(request).uri())
                .hasToString("https://read.example/base/v1/Bundle?_lastUpdated=ge2026-01-01T00%3A00%3A00%2B01%3A00"
                        + "&_tag=a%7Cb%26c&_tag=d");
    }

    private static ApiRequest get(String pathOrUrl) {
        return ApiRequest.get("search of Bundle", ApiFixture.TENANT, pathOrUrl);
    }
}
