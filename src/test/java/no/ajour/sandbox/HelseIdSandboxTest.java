package no.ajour.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HelseIdSandboxTest extends SandboxTestBase {
    @Test
    void discovery_names_the_issuer_and_its_end_points() throws ParseException {
        String issuer = sandbox.url(Sandbox.HELSEID).toString();
        var metadata = OIDCProviderMetadata.parse(client.get(issuer + "/.well-known/openid-configuration", Map.of())
                .body());

        assertThat(metadata.getIssuer().getValue()).isEqualTo(issuer);
        assertThat(metadata.getTokenEndpointURI()).hasToString(client.tokenUrl());
        assertThat(client.get(metadata.getJWKSetURI().toString(), Map.of()).body())
                .contains("\"kid\"")
                .doesNotContain("\"d\"");
    }

    @Test
    void dpop_token_comes_after_the_nonce_and_carries_the_claims() throws java.text.ParseException {
        String token = client.dpopToken(
                JftSandbox.SCOPE, it -> it.claim("assertion_details", TestClient.parent(KOMMUNE + ":312000002")));

        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly(JftSandbox.AUDIENCE);
        assertThat(claims.getStringListClaim("scope")).containsExactly(JftSandbox.SCOPE);
        assertThat(claims.getStringClaim("client_id")).isEqualTo(TestClient.ID);
        assertThat(claims.getStringClaim("helseid://claims/client/claims/orgnr_parent"))
                .isEqualTo(KOMMUNE);
        assertThat(claims.getStringClaim("helseid://claims/client/claims/orgnr_child"))
                .isEqualTo("312000002");
        assertThat(claims.getJSONObjectClaim("cnf")).containsKey("jkt");
        assertThat(sandbox.book().violations()).isEmpty();
        assertThat(sandbox.book().tokens()).singleElement().satisfies(entry -> {
            assertThat(entry.scheme()).isEqualTo("DPoP");
            assertThat(entry.parent()).isEqualTo(KOMMUNE);
        });
        assertThat(sandbox.book().requests(Sandbox.HELSEID))
                .extracting(Book.Request::status)
                .containsExactly(400, 200);
    }

    @Test
    void bearer_token_is_only_for_helsenorge() {
        assertThat(client.bearerToken(HelsenorgeSandbox.CHECK_SCOPE)).isNotEmpty();
        assertThat(sandbox.book().violations()).isEmpty();

        assertRefused(it -> it, JftSandbox.SCOPE, "invalid_request", "DPoP proof is required");
    }

    @Test
    void assertion_for_another_audience_is_refused() {
        assertRefused(it -> it.audience(client.tokenUrl()), "aud is not exactly the issuer");
    }

    @Test
    void assertion_for_two_audiences_is_refused() {
        String issuer = sandbox.url(Sandbox.HELSEID).toString();
        assertRefused(it -> it.audience(List.of(issuer, "other")), "aud is not exactly the issuer");
    }

    @Test
    void assertion_that_lives_too_long_is_refused() {
        assertRefused(it -> it.expirationTime(in(120)), "exp is too far ahead");
    }

    @Test
    void assertion_that_has_expired_is_refused() {
        assertRefused(it -> it.expirationTime(in(-10)), "exp has passed");
    }

    @Test
    void assertion_from_the_future_is_refused() {
        assertRefused(it -> it.issueTime(in(10)), "iat is in the future");
    }

    @Test
    void assertion_without_jti_is_refused() {
        assertRefused(it -> it.jwtID(null), "jti is missing");
    }

    @Test
    void assertion_of_another_subject_is_refused() {
        assertRefused(it -> it.subject("other"), "sub is not iss");
    }

    @Test
    void assertion_by_another_key_is_refused() {
        ECKey other = TestClient.newKey();
        assertRefused(
                client.assertion(other, client.key.getKeyID(), "client-authentication+jwt", it -> it),
                "the signature is not by the registered key");
    }

    @Test
    void assertion_by_an_unregistered_kid_is_refused() {
        assertRefused(
                client.assertion(client.key, "unknown", "client-authentication+jwt", it -> it),
                "no key with this kid is registered");
    }

    @Test
    void assertion_of_another_type_is_refused() {
        assertRefused(
                client.assertion(client.key, client.key.getKeyID(), "JWT", it -> it),
                "typ is not client-authentication+jwt");
    }

    @Test
    void assertion_is_good_for_one_request_even_when_only_the_nonce_was_missing() {
        String assertion = client.assertion(it -> it);
        var form = client.tokenForm(assertion, JftSandbox.SCOPE);
        HttpResponse<String> first = client.requestToken(form, proof(it -> it));
        String nonce = first.headers().firstValue("DPoP-Nonce").orElseThrow();
        assertThat(first.body()).contains("use_dpop_nonce");
        assertThat(sandbox.book().violations()).isEmpty();

        HttpResponse<String> second = client.requestToken(form, proof(it -> it.claim("nonce", nonce)));

        assertViolation(second, 400, "client assertion: jti was used before");
    }

    @Test
    void assertion_sent_again_after_a_fault_is_noticed() {
        sandbox.faults().on(Sandbox.HELSEID).status(503);
        String assertion = client.assertion(it -> it);
        var form = client.tokenForm(assertion, HelsenorgeSandbox.CHECK_SCOPE);
        assertThat(client.requestToken(form, null).statusCode()).isEqualTo(503);

        assertViolation(client.requestToken(form, null), 400, "jti was used before");
    }

    @Test
    void proof_for_another_url_is_refused_at_the_token_endpoint() {
        var form = client.tokenForm(client.assertion(it -> it), JftSandbox.SCOPE);
        HttpResponse<String> response =
                client.requestToken(form, client.proof("POST", client.tokenUrl() + "?x=1", null, it -> it));

        assertViolation(response, 400, "invalid_dpop_proof: htu");
    }

    @Test
    void malformed_details_are_refused_with_the_number_of_helseid() {
        assertRefused(
                it -> it.claim("assertion_details", TestClient.parent("12345")),
                HelsenorgeSandbox.CHECK_SCOPE,
                "invalid_request",
                "HID-1004");
        sandbox.book().clear();
        assertRefused(
                it -> it.claim("assertion_details", Map.of("type", "helseid_authorization")),
                HelsenorgeSandbox.CHECK_SCOPE,
                "invalid_request",
                "HID-1007");
    }

    @Test
    void parent_that_has_not_delegated_is_refused_but_breaks_no_rule() {
        HttpResponse<String> response = client.requestToken(
                client.tokenForm(
                        client.assertion(it -> it.claim("assertion_details", TestClient.parent("999999999"))),
                        HelsenorgeSandbox.CHECK_SCOPE),
                null);

        assertThat(response.body()).contains("HID-1001");
        assertThat(sandbox.book().violations()).isEmpty();
        assertThat(sandbox.book().refusals()).hasSize(1);
    }

    @Test
    void single_tenant_client_gets_its_own_parent() throws java.text.ParseException {
        sandbox.helseId()
                .register(TestClient.ID, client.key.toPublicJWK(), Set.of(JftSandbox.SCOPE), false, Set.of(KOMMUNE));

        String token = client.dpopToken(JftSandbox.SCOPE, it -> it.claim("assertion_details", null));

        assertThat(SignedJWT.parse(token)
                        .getJWTClaimsSet()
                        .getStringClaim("helseid://claims/client/claims/orgnr_parent"))
                .isEqualTo(KOMMUNE);
    }

    @Test
    void rejected_scope_is_named_in_a_200() {
        sandbox.helseId().rejectScope(HelsenorgeSandbox.CHECK_SCOPE, KOMMUNE);
        String scopes = HelsenorgeSandbox.CHECK_SCOPE + " " + HelsenorgeSandbox.AREA_SCOPE;

        var answer = TestClient.json(client.requestToken(client.tokenForm(client.assertion(it -> it), scopes), null));

        assertThat(answer.path("scope").stringValue()).isEqualTo(HelsenorgeSandbox.AREA_SCOPE);
        assertThat(answer.path("rejected_scope").stringValue()).isEqualTo(HelsenorgeSandbox.CHECK_SCOPE);
    }

    @Test
    void unknown_scope_is_invalid() {
        HttpResponse<String> response =
                client.requestToken(client.tokenForm(client.assertion(it -> it), "nhn:other/api"), null);

        assertThat(response.body()).contains("invalid_scope");
    }

    @Test
    void json_body_is_refused() {
        assertViolation(client.post(client.tokenUrl(), "application/json", "{}", Map.of()), 400, "the body must be");
    }

    @Test
    void token_tells_its_life() {
        sandbox.helseId().tokenLife(Duration.ofSeconds(17));
        var answer = TestClient.json(
                client.requestToken(client.tokenForm(client.assertion(it -> it), HelsenorgeSandbox.AREA_SCOPE), null));

        assertThat(answer.path("expires_in").intValue()).isEqualTo(17);
        assertThat(answer.path("token_type").stringValue()).isEqualTo("Bearer");
    }

    private void assertRefused(UnaryOperator<JWTClaimsSet.Builder> bend, String text) {
        assertRefused(client.assertion(bend), text);
    }

    private void assertRefused(String assertion, String text) {
        HttpResponse<String> response =
                client.requestToken(client.tokenForm(assertion, HelsenorgeSandbox.CHECK_SCOPE), null);
        assertThat(response.body()).contains("invalid_client");
        assertViolation(response, 400, text);
    }

    private void assertRefused(UnaryOperator<JWTClaimsSet.Builder> bend, String scope, String error, String text) {
        HttpResponse<String> response = client.requestToken(client.tokenForm(client.assertion(bend), scope), null);
        assertThat(response.body()).contains(error);
        assertViolation(response, 400, text);
    }

    private String proof(UnaryOperator<JWTClaimsSet.Builder> bend) {
        return client.proof("POST", client.tokenUrl(), null, bend);
    }

    private Date in(int seconds) {
        return Date.from(clock.instant().plusSeconds(seconds));
    }
}
