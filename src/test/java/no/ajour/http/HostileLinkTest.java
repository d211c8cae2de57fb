package no.ajour.http;

import static no.ajour.http.ApiFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import mockwebserver3.MockWebServer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import no.ajour.failure.WrongInstallation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server may put into a link or a Location header to get a token sent somewhere else. */
class HostileLinkTest {
    private static final Target HOME = new Target("jft-read", URI.create("https://read.example/base/"));

    @Property(tries = 5000)
    void no_link_leads_away_from_home_or_carries_a_user(@ForAll("links") String link) {
        try {
            var url = HOME.of(ApiRequest.get("next page", TENANT, link));
            assertThat(url.scheme() + "://" + url.host() + ":" + url.port()).isEqualTo("https://read.example:443");
            assertThat(url.username() + url.password()).isEmpty();
        } catch (WrongInstallation refused) {
            assertThat(refused).hasMessageNotContaining("evil").hasNoCause();
        }
    }

    /** Pieces of addresses in any order: most are nonsense, and the rest is what attacks are made of. */
    @Provide
    Arbitrary<String> links() {
        return Arbitraries.of(List.of(
                        "https:",
                        "http:",
                        "HTTPS:",
                        "file:",
                        "data:",
                        "jar:",
                        "//",
                        "/",
                        "\\",
                        "\\\\",
                        "@",
                        ":",
                        ":443",
                        ":8443",
                        "?",
                        "#",
                        "..",
                        "/../",
                        "%2e%2e/",
                        "%2f",
                        "%40",
                        "%00",
                        "%0d%0a",
                        "\r\n",
                        "\t",
                        " ",
                        "\0",
                        "\u3002",
                        "\uff0e",
                        "\uff0f",
                        "\u2100",
                        "\u202e",
                        "read.example",
                        "READ.EXAMPLE",
                        "read.example.",
                        "evil.example",
                        "\u0435vil.example",
                        "127.1",
                        "0x7f000001",
                        "2130706433",
                        "[::1]",
                        "[::ffff:127.0.0.1]",
                        "user",
                        "user:word",
                        "v1",
                        "!",
                        "jar:file:/x!/"))
                .list()
                .ofMinSize(1)
                .ofMaxSize(7)
                .map(pieces -> String.join("", pieces));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "https://:word@read.example/v1",
                "https://read.example:80/v1",
                "https://read.example./v1",
                "https://read.example%2eevil.example/v1",
                "https://read.example\uff0eevil.example/v1",
                "https://evil.example\\@read.example/v1",
                "https://evil.example#@read.example/v1",
                "https:\\\\evil.example",
                "file:///etc/passwd",
                "data:application/fhir+json,{}",
                "jar:file:/app.jar!/x",
                "https://127.0.0.1/v1",
                "https://2130706433/v1",
                "https://[::1]/v1",
                "wss://read.example/v1"
            })
    void link_to_another_host_is_refused(String link) {
        assertThatThrownBy(() -> HOME.of(ApiRequest.get("next page", TENANT, link)))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("no token was sent there");
    }

    @Test
    void link_longer_than_any_is_followed_home_or_refused() {
        var link = "https://evil.example/" + "a".repeat(1_000_000);
        assertThatThrownBy(() -> HOME.of(ApiRequest.get("next page", TENANT, link)))
                .isInstanceOf(WrongInstallation.class)
                .satisfies(refused ->
                        assertThat(String.valueOf(refused.getMessage())).hasSizeLessThan(500));
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "303", "307", "308"})
    void redirect_of_any_kind_is_followed_nowhere_and_takes_no_token_along(int status) throws Exception {
        try (var fixture = new ApiFixture();
                var elsewhere = new MockWebServer()) {
            elsewhere.start();
            Api api = fixture.api();
            for (var location : List.of(
                    elsewhere.url("/v1").toString(),
                    "//127.0.0.1:" + elsewhere.getPort() + "/v1",
                    "https://127.0.0.1:" + elsewhere.getPort(),
                    fixture.server.url("/fhir/other").toString(),
                    "/fhir/other",
                    "file:///etc/passwd")) {
                fixture.answers(status, "Location: " + location);
                int before = fixture.server.getRequestCount();

                assertThatThrownBy(() -> api.send(ApiRequest.get("search of Bundle", TENANT, "/v1")))
                        .isInstanceOf(WrongInstallation.class)
                        .hasMessageContaining("Redirects are not followed");

                assertThat(fixture.server.getRequestCount()).as(location).isEqualTo(before + 1);
            }
            assertThat(elsewhere.getRequestCount()).isZero();
        }
    }

    @Test
    void fragment_of_a_link_is_neither_sent_nor_signed() throws Exception {
        try (var fixture = new ApiFixture()) {
            fixture.answers(200);

            fixture.api()
                    .send(ApiRequest.get("next page", TENANT, fixture.server.url("/fhir/v1?c=1#x") + ""))
                    .close();

            assertThat(fixture.took().getTarget()).isEqualTo("/fhir/v1?c=1");
        }
    }

    // Header lines end at line feeds alone, and everything else comes through.
    @Test
    void control_characters_in_a_header_reach_neither_database_nor_terminal() {
        try (var fixture = new ApiFixture()) {
            fixture.answers(new mockwebserver3.MockResponse.Builder()
                    .code(200)
                    .addHeaderLenient("X-EVENT-ID", "Id\0-\u001b[2J1\u0085\u007f")
                    .build());

            try (var answer = fixture.api().send(ApiRequest.get("search of Bundle", TENANT, "/v1"))) {
                assertThat(answer.header("x-event-id")).isEqualTo("Id - [2J1  ");
            }
        }
    }
}
