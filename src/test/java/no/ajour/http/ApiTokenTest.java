package no.ajour.http;

import static no.ajour.http.ApiFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import mockwebserver3.MockWebServer;
import no.ajour.failure.WrongInstallation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiTokenTest {
    private static final ApiRequest GET = ApiRequest.get("search of Bundle", TENANT, "/v1");

    private final ApiFixture fixture = new ApiFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void a_refused_token_is_renewed_once_and_the_request_sent_again() throws Exception {
        fixture.answers(401).answers(200);
        fixture.api().send(GET).close();
        assertThat(fixture.took().getHeaders().get("Authorization")).isEqualTo("DPoP token-1");
        assertThat(fixture.took().getHeaders().get("Authorization")).isEqualTo("DPoP token-2");
        assertThat(fixture.timing.sleeps()).isEmpty();
    }

    @Test
    void a_renewed_token_that_is_refused_too_is_the_installations_fault() {
        fixture.answers(401)
                .answers(401, "WWW-Authenticate: DPoP error=\"invalid_token\"")
                .answers(200);
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(GET))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("invalid_token")
                .hasMessageContaining("ajour.apis.jft-read.scope");
        assertThat(fixture.server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void forbidden_is_final_by_default() {
        fixture.answers(403).answers(200);
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(GET)).isInstanceOf(WrongInstallation.class);
        assertThat(fixture.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void forbidden_renews_the_token_once_where_it_can_mean_an_expired_one() throws Exception {
        fixture.with("renew-on-forbidden", "true")
                .with("scheme", "bearer")
                .answers(403)
                .answers(200)
                .answers(403)
                .answers(403);
        Api api = fixture.api();
        api.send(GET).close();
        assertThat(fixture.took().getHeaders().get("Authorization")).isEqualTo("Bearer token-1");
        assertThat(fixture.took().getHeaders().get("Authorization")).isEqualTo("Bearer token-2");
        assertThatThrownBy(() -> api.send(GET)).isInstanceOf(WrongInstallation.class);
    }

    @Test
    void the_token_is_renewed_once_over_all_attempts_of_an_exchange() {
        fixture.answers(401).answers(500).answers(401).answers(200);
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(GET)).isInstanceOf(WrongInstallation.class);
        assertThat(fixture.server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void a_nonce_that_the_api_demands_is_put_into_a_new_proof_and_kept() throws Exception {
        fixture.answers(401, "WWW-Authenticate: DPoP error=\"use_dpop_nonce\"", "DPoP-Nonce: n1")
                .answers(200, "DPoP-Nonce: n2")
                .answers(200);
        Api api = fixture.api();
        api.send(GET).close();
        api.send(GET).close();
        assertThat(fixture.took().getHeaders().get("DPoP")).isEqualTo("proof-1");
        var second = fixture.took().getHeaders();
        assertThat(second.get("DPoP")).isEqualTo("proof-2 nonce n1");
        assertThat(second.get("Authorization")).isEqualTo("DPoP token-1");
        assertThat(fixture.took().getHeaders().get("DPoP")).isEqualTo("proof-3 nonce n2");
    }

    @Test
    void a_nonce_does_not_hide_an_expired_token() throws Exception {
        fixture.answers(401, "DPoP-Nonce: n1").answers(401, "DPoP-Nonce: n2").answers(200);
        fixture.api().send(GET).close();
        fixture.took();
        fixture.took();
        assertThat(fixture.took().getHeaders().get("Authorization")).isEqualTo("DPoP token-2");
    }

    @Test
    void a_redirect_is_refused_and_nothing_goes_to_the_other_host() throws Exception {
        try (var elsewhere = new MockWebServer()) {
            elsewhere.start();
            fixture.answers(307, "Location: " + elsewhere.url("/v1"));
            Api api = fixture.api();
            assertThatThrownBy(() -> api.send(GET))
                    .isInstanceOf(WrongInstallation.class)
                    .hasMessageContaining("Redirects are not followed");
            assertThat(elsewhere.getRequestCount()).isZero();
        }
    }

    @Test
    void a_url_at_another_origin_costs_no_token() throws Exception {
        try (var elsewhere = new MockWebServer()) {
            elsewhere.start();
            Api api = fixture.api();
            var next = ApiRequest.get(
                    "next page of Bundle",
                    TENANT,
                    elsewhere.url("/fhir/v1?cursor=x").toString());
            assertThatThrownBy(() -> api.send(next)).isInstanceOf(WrongInstallation.class);
            assertThat(elsewhere.getRequestCount()).isZero();
            assertThat(fixture.credentials.grants).hasValue(0);
        }
    }
}
