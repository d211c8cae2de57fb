package no.ajour.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import no.ajour.failure.TryLater;
import no.ajour.http.ApiFixture;
import org.junit.jupiter.api.Test;

class NextLinkTest {
    private final SearchRequests requests = new SearchRequests(
            EventType.BUNDLE,
            ApiFixture.TENANT,
            URI.create("https://read.example/fhir"),
            ApiFixture.bind("ajour.jobs.journal-events", JournalSettings.class, Map.of()));

    @Test
    void long_cursor_is_followed() {
        assertThat(requests.absolute("?cursor=" + "a".repeat(8000)))
                .startsWith("https://read.example/fhir/v1/Bundle?cursor=");
    }

    @Test
    void link_that_no_server_takes_ends_the_walk_at_once() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThatThrownBy(() -> requests.absolute("?" + "&".repeat(1_000_000)))
                        .isInstanceOf(TryLater.class));
    }
}
