package no.ajour.http;

import static no.ajour.http.ApiFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiRequestTest {
    private final ApiFixture fixture = new ApiFixture().answers(200);

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void a_form_keeps_order_and_repeated_names() throws Exception {
        var fields = List.of(
                Map.entry("_lastUpdated", "ge2026-01-01T00:00:00+01:00"),
                Map.entry("_tag", "a b"),
                Map.entry("_tag", "æ"));
        fixture.api()
                .send(ApiRequest.postForm("search", TENANT, "/v1/Bundle/_search", fields))
                .close();
        var sent = fixture.took();
        assertThat(sent.getMethod()).isEqualTo("POST");
        assertThat(sent.getTarget()).isEqualTo("/fhir/v1/Bundle/_search");
        assertThat(sent.getHeaders().values("Content-Type")).containsExactly("application/x-www-form-urlencoded");
        assertThat(body(sent)).isEqualTo("_lastUpdated=ge2026-01-01T00%3A00%3A00%2B01%3A00&_tag=a+b&_tag=%C3%A6");
    }

    @Test
    void json_is_sent_as_it_is() throws Exception {
        var request = ApiRequest.postJson(
                        "refresh", TENANT, "/v1", "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .accept("application/json");
        fixture.api().send(request).close();
        var sent = fixture.took();
        assertThat(sent.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(sent.getHeaders().get("Accept")).isEqualTo("application/json");
        assertThat(body(sent)).isEqualTo("{\"a\":1}");
    }

    @Test
    void a_content_type_can_be_replaced_and_authorisation_cannot() throws Exception {
        var request = ApiRequest.postJson("submission", TENANT, "/v1", new byte[] {'{', '}'})
                .header("content-type", "application/fhir+json")
                .header("Authorization", "Basic x");
        fixture.api().send(request).close();
        var sent = fixture.took();
        assertThat(sent.getHeaders().values("Content-Type")).containsExactly("application/fhir+json");
        assertThat(sent.getHeaders().values("Authorization")).containsExactly("DPoP token-1");
    }

    @Test
    void an_empty_post_has_length_zero() throws Exception {
        fixture.api().send(ApiRequest.post("acknowledgement", TENANT, "/v1")).close();
        assertThat(fixture.took().getHeaders().get("Content-Length")).isEqualTo("0");
    }

    @Test
    void its_text_tells_neither_url_nor_body() {
        var request =
                ApiRequest.get("status of event 7", TENANT, "/v1/01810112345").query("fnr", "01810112345");
        assertThat(request).hasToString("status of event 7 for Lillevik (999988881)");
    }

    private static String body(mockwebserver3.RecordedRequest request) {
        return java.util.Objects.requireNonNull(request.getBody()).utf8();
    }
}
