package no.ajour.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import mockwebserver3.MockWebServer;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.failure.WrongRecord;
import no.ajour.http.ApiFixture;
import no.ajour.http.ApiRequest;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.HostileLinks;
import org.junit.jupiter.api.Test;

/** PHR's {@code next} links and addresses of documents, if somebody else wrote them. */
class HostileAddressTest {
    private static final String NIN = SyntheticNin.number(1);

    private final DocumentSettings settings =
            ApiFixture.bind("ajour.jobs.document-references", DocumentSettings.class, Map.of());

    @Test
    void no_address_of_a_document_takes_token_or_number_to_another_server() throws Exception {
        try (var home = new ApiFixture();
                var elsewhere = new MockWebServer()) {
            elsewhere.start();
            var requests = new DocumentRequests(home.server.url("/phr").uri(), ApiFixture.TENANT, settings);
            for (var link : HostileLinks.to(home.server.url("/"), elsewhere.url("/"))) {
                for (var repository : new String[] {"", "1.2.3"}) {
                    send(home, () -> requests.of(wanted(link, repository), "id"));
                }
            }
            assertThat(elsewhere.getRequestCount()).isZero();
            assertThat(home.server.getRequestCount()).isPositive();
        }
    }

    @Test
    void no_next_link_takes_token_or_number_to_another_server() throws Exception {
        try (var home = new ApiFixture();
                var elsewhere = new MockWebServer()) {
            elsewhere.start();
            var requests = new SearchRequests(
                    home.server.url("/phr").uri(), ApiFixture.TENANT, new SearchTerms(null), settings);
            for (var link : HostileLinks.to(home.server.url("/"), elsewhere.url("/"))) {
                send(home, () -> requests.following(link, NIN, "id"));
                send(home, () -> requests.following(link + "&patient.identifier=" + NIN, NIN, "id"));
            }
            assertThat(elsewhere.getRequestCount()).isZero();
        }
    }

    private interface Made {
        ApiRequest request();
    }

    private static void send(ApiFixture home, Made made) throws InterruptedException {
        home.answers(200);
        int before = home.server.getRequestCount();
        try {
            home.api().send(made.request()).close();
        } catch (WrongInstallation | TryLater | WrongRecord e) {
            assertThat(String.valueOf(e.getMessage())).doesNotContain(NIN).hasSizeLessThan(500);
        }
        if (home.server.getRequestCount() > before) {
            assertThat(home.took().getTarget()).doesNotContain(NIN);
        }
    }

    private static Wanted wanted(String url, String repository) {
        return new Wanted(1, 1, 1, 0, NIN, new Reference.Key("1.2.3", repository, repository), url, null, null, null);
    }
}
