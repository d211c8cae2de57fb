package no.ajour.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import mockwebserver3.MockWebServer;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiFixture;
import no.ajour.testing.HostileLinks;
import org.junit.jupiter.api.Test;

/** JFT's {@code next} links, if somebody else wrote them. */
class HostileNextLinkTest {

    @Test
    void no_next_link_takes_a_token_to_another_server() throws Exception {
        try (var home = new ApiFixture();
                var elsewhere = new MockWebServer()) {
            elsewhere.start();
            var api = home.api();
            var settings = ApiFixture.bind("ajour.jobs.journal-events", JournalSettings.class, Map.of());
            var requests = new SearchRequests(
                    EventType.BUNDLE,
                    ApiFixture.TENANT,
                    home.server.url("/fhir").uri(),
                    settings);
            int refused = 0;
            for (var link : HostileLinks.to(home.server.url("/"), elsewhere.url("/"))) {
                home.answers(200);
                try {
                    api.send(requests.following(requests.absolute(link))).close();
                } catch (WrongInstallation | TryLater e) {
                    refused++;
                    assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(500);
                }
            }
            assertThat(elsewhere.getRequestCount()).isZero();
            // Stored by an earlier run, from another base URL.
            assertThat(requests.leadsHome(elsewhere.url("/v1").toString())).isFalse();
            assertThat(refused).isGreaterThan(15);
            assertThat(home.credentials.grants).hasValue(home.server.getRequestCount());
        }
    }
}
