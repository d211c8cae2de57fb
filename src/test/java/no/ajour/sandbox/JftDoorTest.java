package no.ajour.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class JftDoorTest extends SandboxTestBase {
    private final String url = sandbox.url(Sandbox.JFT_READ) + "/v1/Composition/_search";

    @Test
    void bearer_scheme_is_refused() {
        String token = client.dpopToken();
        HttpResponse<String> response =
                search(Map.of("Authorization", "Bearer " + token, "DPoP", proof(token, it -> it)));

        assertViolation(response, 401, "the Authorization scheme is not DPoP");
        assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("DPoP error=");
    }

    @Test
    void missing_token_is_refused() {
        assertViolation(search(Map.of()), 401, "no Authorization header");
    }

    @Test
    void missing_proof_is_refused() {
        assertViolation(search(Map.of("Authorization", "DPoP " + client.dpopToken())), 401, "exactly one DPoP header");
    }

    @Test
    void proof_without_ath_is_refused() {
        assertProofRefused(it -> it.claim("ath", null), "ath is not the hash");
    }

    @Test
    void proof_for_another_url_is_refused() {
        assertProofRefused(it -> it.claim("htu", url + "/other"), "htu is not the URL");
    }

    @Test
    void proof_with_a_query_in_htu_is_refused() {
        assertProofRefused(it -> it.claim("htu", url + "?_count=1"), "htu has a query");
    }

    @Test
    void proof_for_another_method_is_refused() {
        assertProofRefused(it -> it.claim("htm", "GET"), "htm is not the method");
    }

    @Test
    void proof_with_a_forged_signature_is_refused() {
        String token = client.dpopToken();
        String other = proof(token, it -> it);
        String good = proof(token, it -> it);
        String forged = good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));

        assertViolation(
                search(Map.of("Authorization", "DPoP " + token, "DPoP", forged)), 401, "signature is not by the key");
    }

    @Test
    void old_proof_is_refused() {
        assertProofRefused(it -> it.issueTime(Date.from(clock.instant().minusSeconds(60))), "iat is too long ago");
    }

    @Test
    void proof_used_twice_is_refused() {
        String token = client.dpopToken();
        var headers = Map.of("Authorization", "DPoP " + token, "DPoP", proof(token, it -> it));
        assertThat(search(headers).statusCode()).isEqualTo(200);

        assertViolation(search(headers), 401, "jti was used before");
    }

    @Test
    void proof_used_again_after_a_503_is_refused() {
        String token = client.dpopToken();
        var headers = Map.of("Authorization", "DPoP " + token, "DPoP", proof(token, it -> it));
        sandbox.faults().on(Sandbox.JFT_READ).status(503);
        assertThat(search(headers).statusCode()).isEqualTo(503);

        assertViolation(search(headers), 401, "jti was used before");
    }

    @Test
    void token_bound_to_another_key_is_refused() {
        String token = client.dpopToken();
        TestClient thief = new TestClient(sandbox, clock);

        assertViolation(search(thief.dpop("POST", url, token)), 401, "not bound to the key of the proof");
    }

    @Test
    void altered_token_is_refused() {
        String token = client.dpopToken();
        String altered = token.substring(0, token.length() - 2) + (token.endsWith("AA") ? "BB" : "AA");

        assertViolation(search(client.dpop("POST", url, altered)), 401, "not issued here");
    }

    @Test
    void token_without_orgnr_parent_is_refused() {
        String token = client.dpopToken(JftSandbox.SCOPE, it -> it.claim("assertion_details", null));

        assertViolation(search(client.dpop("POST", url, token)), 403, "no claim orgnr_parent");
    }

    @Test
    void token_for_two_audiences_is_refused() {
        String token = client.dpopToken(JftSandbox.SCOPE + " " + HelsenorgeSandbox.CHECK_SCOPE, it -> it);

        assertViolation(search(client.dpop("POST", url, token)), 401, "audience is not nhn:jft alone");
    }

    @Test
    void token_used_long_after_its_life_is_a_violation() {
        String token = client.dpopToken();
        clock.step(Duration.ofSeconds(70));

        assertViolation(search(client.dpop("POST", url, token)), 401, "expired 10 seconds ago");
    }

    @Test
    void token_that_expires_early_is_401_but_no_violation() {
        String token = client.dpopToken();
        sandbox.helseId().expireTokens();

        assertThat(search(client.dpop("POST", url, token)).statusCode()).isEqualTo(401);
        assertThat(sandbox.book().violations()).isEmpty();
        assertThat(search(client.dpop("POST", url, client.dpopToken())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void nonce_is_asked_for_when_the_api_wants_one() {
        sandbox.jft().requireNonce(true);
        String token = client.dpopToken();
        HttpResponse<String> first = search(client.dpop("POST", url, token));
        String nonce = first.headers().firstValue("DPoP-Nonce").orElseThrow();

        HttpResponse<String> second =
                search(Map.of("Authorization", "DPoP " + token, "DPoP", proof(token, it -> it.claim("nonce", nonce))));

        assertThat(first.statusCode()).isEqualTo(401);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(sandbox.book().violations()).isEmpty();
    }

    private void assertProofRefused(UnaryOperator<JWTClaimsSet.Builder> bend, String text) {
        String token = client.dpopToken();
        assertViolation(search(Map.of("Authorization", "DPoP " + token, "DPoP", proof(token, bend))), 401, text);
    }

    private String proof(String token, UnaryOperator<JWTClaimsSet.Builder> bend) {
        return client.proof("POST", url, token, bend);
    }

    private HttpResponse<String> search(Map<String, String> headers) {
        return client.post(url, Form.MEDIA_TYPE, "", headers);
    }
}
