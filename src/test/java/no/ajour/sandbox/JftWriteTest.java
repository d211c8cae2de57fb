package no.ajour.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class JftWriteTest extends SandboxTestBase {
    private final JftSandbox jft = sandbox.jft();

    @Test
    void acknowledgement_is_202_with_the_status_url_and_shows_after_its_lag() {
        String id = jft.add(KOMMUNE, composition(1));
        jft.behaviour().journaledLag(Duration.ofSeconds(10));

        HttpResponse<String> response = acknowledge("Composition", id);

        assertThat(response.statusCode()).isEqualTo(202);
        String location = response.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo(sandbox.url(Sandbox.JFT_READ) + "/v1/Composition/" + id + "/$status");
        assertThat(status(location).path("journaled").isNull()).isTrue();
        clock.step(Duration.ofSeconds(10));
        assertThat(status(location).path("journaled").stringValue()).isEqualTo("2026-11-21T09:00:00+01:00");
        assertThat(sandbox.book().acknowledged("Composition", id)).isEqualTo(1);
        assertThat(sandbox.book().violations()).isEmpty();
    }

    @Test
    void status_tells_when_the_event_was_first_read() {
        String id = jft.add(KOMMUNE, composition(1));
        String url = sandbox.url(Sandbox.JFT_READ) + "/v1/Composition/" + id + "/$status";
        assertThat(status(url).path("read").isNull()).isTrue();

        client.jftSearch("Composition", "", client.dpopToken());
        clock.step(Duration.ofSeconds(5));
        client.jftSearch("Composition", "", client.dpopToken());

        assertThat(status(url).path("read").stringValue()).isEqualTo("2026-11-21T09:00:00+01:00");
        assertThat(status(url).path("failed").isNull()).isTrue();
    }

    @Test
    void newer_spelling_of_status_is_a_switch() {
        String id = jft.add(KOMMUNE, composition(1));
        jft.behaviour().newStatusSpelling(true);
        acknowledge("Composition", id);

        JsonNode status = status("/v1/Composition/" + id + "/$status");

        assertThat(status.has("journaled")).isFalse();
        assertThat(status.path("journalingAcknowledged").isString()).isTrue();
    }

    @Test
    void acknowledging_an_unknown_event_is_404() {
        assertThat(acknowledge("Bundle", "no-such-id").statusCode()).isEqualTo(404);
        assertThat(sandbox.book().acknowledgements()).isEmpty();
    }

    @Test
    void event_of_another_municipality_is_unknown() {
        String id = jft.add("399000009", composition(1));

        assertThat(acknowledge("Composition", id).statusCode()).isEqualTo(404);
    }

    @Test
    void repeated_acknowledgement_is_counted_or_refused() {
        String id = jft.add(KOMMUNE, composition(1));
        acknowledge("Composition", id);
        assertThat(acknowledge("Composition", id).statusCode()).isEqualTo(202);
        assertThat(sandbox.book().acknowledged("Composition", id)).isEqualTo(2);

        jft.behaviour().refuseRepeatedAcknowledgement(true);

        assertThat(acknowledge("Composition", id).statusCode()).isEqualTo(409);
        assertThat(sandbox.book().acknowledged("Composition", id)).isEqualTo(2);
    }

    @Test
    void acknowledgement_moves_last_updated_on_demand() {
        String id = jft.add(KOMMUNE, composition(1));
        var before = jft.versions(KOMMUNE);
        acknowledge("Composition", id);
        assertThat(jft.versions(KOMMUNE)).isEqualTo(before);

        jft.behaviour().acknowledgementBumps(true);
        acknowledge("Composition", id);

        assertThat(jft.versions(KOMMUNE)).isNotEqualTo(before);
    }

    @Test
    void acknowledgement_is_a_post() {
        String url = sandbox.url(Sandbox.JFT_WRITE) + "/v1/Bundle/1/$journaling-acknowledged";

        assertViolation(client.get(url, client.dpop("GET", url, client.dpopToken())), 405, "takes POST");
    }

    @Test
    void submitted_event_is_registered_after_a_lag_and_found() {
        jft.behaviour().registeredLag(Duration.ofSeconds(5));
        String token = client.dpopToken();
        String url = sandbox.url(Sandbox.JFT_WRITE) + "/v1/Bundle";
        var headers = new java.util.HashMap<>(client.dpop("POST", url, token));
        headers.put("nhn-source-system", "Ajour 1");
        HttpResponse<String> response = client.post(
                url, "application/json", events.document(SyntheticNin.number(1)).toString(), headers);
        String location = response.headers().firstValue("Location").orElseThrow();

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(status(location).path("registered").isNull()).isTrue();
        assertThat(client.jftSearch("Bundle", "", token).body()).doesNotContain("entry\":[{\"resource");
        clock.step(Duration.ofSeconds(5));
        assertThat(status(location).path("registered").isString()).isTrue();
        assertThat(client.jftSearch("Bundle", "", token).body()).contains("\"code\":\"Ajour 1\"");
        assertThat(sandbox.book().submissions()).singleElement().satisfies(entry -> {
            assertThat(entry.sourceSystem()).isEqualTo("Ajour 1");
            assertThat(location).contains(entry.id());
        });
    }

    @Test
    void every_kind_of_generated_event_is_accepted() {
        for (int i = 0; i < 5; i++) {
            ObjectNode event = events.any(SyntheticNin.number(i), i);
            assertThat(submit(event).statusCode())
                    .as(event.path("type").toString())
                    .isEqualTo(202);
        }
        assertThat(submit(events.documentWithLocalNumber("4711")).statusCode()).isEqualTo(202);
    }

    @Test
    void submission_without_mandatory_elements_is_400() {
        ObjectNode composition = composition(1);
        composition.remove("author");
        assertThat(submit(composition).body()).contains("Composition.author is missing");

        ObjectNode document = events.document(SyntheticNin.number(1));
        document.remove("timestamp");
        assertThat(submit(document).body()).contains("Bundle.timestamp is missing");

        ObjectNode dispense = events.medicationDispense(SyntheticNin.number(1));
        dispense.remove("medicationCodeableConcept");
        assertThat(submit(dispense).body()).contains("medication[x] is missing");

        assertThat(client.jftWrite("/v1/Bundle", "{", client.dpopToken()).statusCode())
                .isEqualTo(400);
        assertThat(client.jftWrite("/v1/Bundle", composition.toString(), client.dpopToken())
                        .statusCode())
                .isEqualTo(400);
        assertThat(sandbox.book().submissions()).isEmpty();
    }

    @Test
    void number_that_is_not_synthetic_is_400_and_not_echoed() {
        String plain = "12345678911";
        HttpResponse<String> response = submit(events.composition(plain));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("not synthetic").doesNotContain(plain);
    }

    @Test
    void too_large_submission_is_413() {
        ObjectNode composition = composition(1).put("title", "x".repeat(1 << 20));

        assertThat(submit(composition).statusCode()).isEqualTo(413);
    }

    private HttpResponse<String> submit(ObjectNode event) {
        return client.jftWrite("/v1/" + event.path("resourceType").stringValue(), event.toString(), client.dpopToken());
    }

    private HttpResponse<String> acknowledge(String type, String id) {
        return client.jftWrite("/v1/" + type + "/" + id + "/$journaling-acknowledged", "", client.dpopToken());
    }

    private JsonNode status(String location) {
        return TestClient.json(client.jftGet(location, client.dpopToken()));
    }
}
