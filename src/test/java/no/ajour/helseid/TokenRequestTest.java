package no.ajour.helseid;

import static no.ajour.helseid.FakeHelseId.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.SteppedTiming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HelseID and the APIs are sent. */
class TokenRequestTest extends AgainstHelseId {
    TokenRequestTest(@TempDir Path directory) {
        super(directory);
    }

    @Test
    void the_answer_to_a_demand_for_a_nonce_has_a_new_assertion_and_a_new_proof() {
        grant();
        assertThat(helseId.complaints).isEmpty();
        assertThat(helseId.assertions)
                .extracting(JWTClaimsSet::getJWTID)
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(helseId.proofs).extracting(JWTClaimsSet::getJWTID).hasSize(2).doesNotHaveDuplicates();
        assertThat(helseId.proofs).extracting(proof -> proof.getClaim("nonce")).containsExactly(null, "nonce-1");
    }

    @Test
    void a_second_demand_for_a_nonce_is_not_followed() {
        var demand = fault(400, "{\"error\":\"use_dpop_nonce\"}", "DPoP-Nonce: other");
        helseId.faults.add(fault(200, metadata()));
        helseId.faults.add(demand);
        helseId.faults.add(demand);
        assertThatThrownBy(this::grant).isInstanceOf(TryLater.class).hasMessageContaining("nonce");
        assertThat(helseId.forms).hasSize(2);
    }

    @Test
    void asks_for_the_scope_and_the_audience_of_the_api() {
        grant(Map.of("audience", "nhn:jft", "scope", "b:x a:y b:x"));
        var form = helseId.forms.getFirst();
        assertThat(form.queryParameter("grant_type")).isEqualTo("client_credentials");
        assertThat(form.queryParameter("client_id")).isEqualTo(FakeHelseId.CLIENT);
        assertThat(form.queryParameter("scope")).isEqualTo("a:y b:x");
        assertThat(form.queryParameter("resource")).isEqualTo("nhn:jft");
        assertThat(form.queryParameter("client_assertion_type"))
                .isEqualTo("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    }

    @Test
    void no_scope_is_never_asked_for() {
        assertThatThrownBy(() -> grant(Map.of("scope", " ")))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ajour.apis.jft-read.scope");
        assertThat(helseId.server.getRequestCount()).isZero();
    }

    @Test
    void the_assertion_is_as_helseid_wants_it() throws Exception {
        grant();
        JWTClaimsSet assertion = helseId.assertions.getFirst();
        assertThat(assertion.getIssuer()).isEqualTo(FakeHelseId.CLIENT);
        assertThat(assertion.getSubject()).isEqualTo(FakeHelseId.CLIENT);
        assertThat(assertion.getIssueTime()).isEqualTo(SteppedTiming.START);
        assertThat(assertion.getNotBeforeTime()).isEqualTo(SteppedTiming.START);
        assertThat(assertion.getExpirationTime()).isEqualTo(SteppedTiming.START.plusSeconds(10));
        assertThat(assertion.getJSONObjectClaim("assertion_details")).containsKey("practitioner_role");
    }

    @Test
    void the_audience_is_the_issuer_of_the_metadata_verbatim() {
        helseId.issuer += "/";
        grant();
        assertThat(helseId.assertions.getFirst().getAudience()).containsExactly(helseId.issuer);
        assertThat(helseId.complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", ""})
    void rsa_keys_sign_with_their_algorithm(String algorithm) throws Exception {
        helseId.close();
        start(Keys.rsa(algorithm.isEmpty() ? null : algorithm));
        grant();
        assertThat(helseId.complaints).isEmpty();
        assertThat(assertionHeader().getAlgorithm().getName()).isEqualTo(algorithm.isEmpty() ? "PS256" : algorithm);
    }

    @ParameterizedTest
    @CsvSource({"P-256,ES256", "P-384,ES384", "P-521,ES512"})
    void elliptic_keys_sign_with_the_algorithm_of_their_curve(String curve, String algorithm) throws Exception {
        helseId.close();
        start(Keys.ec(Curve.parse(curve)));
        helseId.settings.put("ajour.helseid.dpop-key", "client");
        credentials = helseId.credentials();
        grant();
        assertThat(helseId.complaints).isEmpty();
        assertThat(assertionHeader().getAlgorithm().getName()).isEqualTo(algorithm);
        assertThat(assertionHeader().getKeyID()).isEqualTo("key-1");
    }

    private com.nimbusds.jose.JWSHeader assertionHeader() throws java.text.ParseException {
        return SignedJWT.parse(helseId.forms.getFirst().queryParameter("client_assertion"))
                .getHeader();
    }

    @Test
    void a_bearer_token_is_asked_for_and_used_without_proof() {
        var headers = grant(Map.of("scheme", "bearer")).headers("GET", API, null);
        assertThat(helseId.proofs).isEmpty();
        assertThat(headers).containsOnlyKeys("Authorization");
        assertThat(headers.get("Authorization")).startsWith("Bearer ");
    }

    @Test
    void a_proof_for_an_api_binds_token_method_and_url() throws Exception {
        var grant = grant();
        var first = grant.headers("GET", API, null);
        var second = grant.headers("GET", API, "n");
        var proof = SignedJWT.parse(first.get("DPoP")).getJWTClaimsSet();
        var again = SignedJWT.parse(second.get("DPoP"));
        String token = Objects.requireNonNull(first.get("Authorization")).replace("DPoP ", "");
        String hash = com.nimbusds.jose.util.Base64URL.encode(java.security.MessageDigest.getInstance("SHA-256")
                        .digest(token.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .toString();
        assertThat(proof.getClaim("htm")).isEqualTo("GET");
        assertThat(proof.getClaim("htu")).isEqualTo("https://read.example/v1/Bundle");
        assertThat(proof.getClaim("ath")).isEqualTo(hash);
        assertThat(proof.getIssueTime()).isEqualTo(timing.instant());
        assertThat(proof.getClaim("nonce")).isNull();
        assertThat(again.getJWTClaimsSet().getClaim("nonce")).isEqualTo("n");
        assertThat(again.getJWTClaimsSet().getJWTID()).isNotEqualTo(proof.getJWTID());
        assertThat(again.getHeader().getJWK().isPrivate()).isFalse();
    }

    @Test
    void the_registered_key_signs_no_proof_by_default() throws Exception {
        var proof = SignedJWT.parse(grant().headers("GET", API, null).get("DPoP"));
        var assertion = SignedJWT.parse(helseId.forms.getFirst().queryParameter("client_assertion"));
        var verifier = new com.nimbusds.jose.crypto.ECDSAVerifier(
                proof.getHeader().getJWK().toECKey());
        assertThat(proof.verify(verifier)).isTrue();
        assertThat(assertion.verify(verifier)).isFalse();
    }
}
