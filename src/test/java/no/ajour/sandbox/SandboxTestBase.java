package no.ajour.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Set;
import no.ajour.testing.SteppedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.node.ObjectNode;

/** A fresh sandbox with one multi-tenant client registered, and a clock that stands still. */
abstract class SandboxTestBase {
    static final String KOMMUNE = TestClient.KOMMUNE;

    final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-21T08:00:00.123456Z"));
    final Sandbox sandbox = Sandbox.start(clock);
    final TestClient client = new TestClient(sandbox, clock);
    final EventFactory events = new EventFactory(clock, 1);

    @BeforeEach
    void register() {
        sandbox.helseId()
                .register(
                        TestClient.ID,
                        client.key.toPublicJWK(),
                        Set.of(
                                JftSandbox.SCOPE,
                                HelsenorgeSandbox.CHANGES_SCOPE,
                                HelsenorgeSandbox.CHECK_SCOPE,
                                HelsenorgeSandbox.AREA_SCOPE),
                        true,
                        Set.of(KOMMUNE));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    ObjectNode composition(int number) {
        return events.composition(SyntheticNin.number(number));
    }

    void assertViolation(HttpResponse<String> response, int status, String text) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(sandbox.book().violations()).singleElement().asString().contains(text);
    }
}
