package no.ajour.helseid;

import static no.ajour.helseid.FakeHelseId.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiFixture;
import no.ajour.http.ApiProperties;
import no.ajour.http.ApiSettings;
import no.ajour.http.Credentials;
import no.ajour.http.SteppedTiming;
import no.ajour.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a HelseID that verifies what it is sent. */
class HelseIdTest {
    private static final URI API = URI.create("https://read.example/v1/Bundle?cursor=x#y");

    private final SteppedTiming timing = new SteppedTiming();

    private final Path directory;

    private FakeHelseId helseId;
    private Credentials credentials;

    HelseIdTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void start() throws Exception {
        start(Keys.ec(Curve.P_256));
    }

    private void start(JWK key) throws Exception {
        helseId = new FakeHelseId(key, directory, timing);
        credentials = helseId.credentials();
    }

    @AfterEach
    void stop() {
        helseId.close();
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

    @Test
    void helseid_in_trouble_is_asked_again_with_a_new_assertion() {
        helseId.faults.add(fault(200, metadata()));
        helseId.faults.add(fault(503, ""));
        helseId.faults.add(fault(200, "{\"access_token\":")); // cut
        grant();
        assertThat(helseId.complaints).isEmpty();
        assertThat(helseId.assertions)
                .extracting(JWTClaimsSet::getJWTID)
                .hasSize(4)
                .doesNotHaveDuplicates();
        assertThat(timing.sleeps()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invalid_client | x | ajour.helseid.key-file",
                "invalid_scope | x | ajour.apis.jft-read.scope",
                "invalid_target | x | ajour.apis.jft-read.audience",
                "unauthorized_client | x | machine-to-machine",
                "invalid_grant | x | HelseID Selvbetjening",
                "invalid_request | HID-1001 parent | Selvbetjening",
                "invalid_request | HID-1004 format | ajour.tenants",
                "invalid_request | HID-1005: parent | ajour.helseid.tenancy",
                "invalid_request | HID-1007 malformed | assertion-details-claim"
            })
    void a_refusal_names_api_and_tenant_and_says_what_to_do(String error, String description, String advice) {
        helseId.faults.add(fault(200, metadata()));
        helseId.faults.add(fault(400, "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, description)));
        assertThatThrownBy(this::grant)
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("jft-read")
                .hasMessageContaining("Lillevik (999988881)")
                .hasMessageContaining(error)
                .hasMessageContaining(advice);
        assertThat(helseId.forms).hasSize(1);
    }

    @Test
    void a_refused_assertion_tells_of_clocks_that_differ() {
        String date = "Date: Sun, 01 Mar 2026 12:00:42 GMT";
        helseId.faults.add(fault(200, metadata(), date));
        helseId.faults.add(fault(400, "{\"error\":\"invalid_client\"}", date));
        assertThatThrownBy(this::grant)
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("clock is 42 s behind HelseID's");
    }

    @Test
    void a_scope_that_was_rejected_is_an_error_although_a_token_came() {
        helseId.answer.put("rejected_scope", "nhn:jft/api");
        assertThatThrownBy(this::grant)
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("nhn:jft/api")
                .hasMessageContaining("Lillevik (999988881) must sign the terms of use");
    }

    @Test
    void a_token_with_fewer_scopes_is_an_error() {
        helseId.answer.put("scope", "a");
        assertThatThrownBy(() -> grant(Map.of("scope", "a b")))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("without the scope b");
    }

    @Test
    void a_token_of_another_type_is_an_error() {
        helseId.answer.put("token_type", "Bearer");
        assertThatThrownBy(this::grant)
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ajour.apis.jft-read.scheme");
    }

    @Test
    void a_token_bound_to_another_key_is_an_error() {
        helseId.claims.put("cnf", Map.of("jkt", "other"));
        assertThatThrownBy(this::grant).isInstanceOf(WrongInstallation.class).hasMessageContaining("DPoP key");
    }

    @Test
    void a_token_for_another_organisation_is_an_error() {
        helseId.claims.put("helseid://claims/client/claims/orgnr_parent", "999988882");
        assertThatThrownBy(this::grant)
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ajour.helseid.tenancy");
    }

    @Test
    void an_opaque_token_is_not_looked_into() {
        helseId.answer.put("access_token", "opaque");
        assertThat(grant().headers("GET", API, null)).containsEntry("Authorization", "DPoP opaque");
    }

    @Test
    void what_helseid_answers_is_never_told_in_full() {
        helseId.faults.add(fault(200, metadata()));
        for (int i = 0; i < 4; i++) {
            helseId.faults.add(fault(200, "secret-token-text"));
        }
        assertThatThrownBy(this::grant)
                .isInstanceOf(TryLater.class)
                .hasMessageNotContaining("secret-token-text")
                .hasNoCause();
    }

    @Test
    void a_token_is_held_until_the_margin_before_it_expires() {
        grant();
        timing.step(Duration.ofSeconds(49));
        grant();
        assertThat(helseId.tokens).hasValue(1);
        timing.step(Duration.ofSeconds(1));
        grant();
        assertThat(helseId.tokens).hasValue(2);
    }

    @Test
    void the_margin_never_exceeds_half_of_a_tokens_life() {
        helseId.answer.put("expires_in", 5);
        grant();
        timing.step(Duration.ofMillis(2499));
        grant();
        assertThat(helseId.tokens).hasValue(1);
        timing.step(Duration.ofMillis(1));
        grant();
        assertThat(helseId.tokens).hasValue(2);
    }

    @Test
    void what_makes_a_token_another_gets_another() {
        grant();
        grant(Map.of("scope", "other"));
        grant(Map.of("audience", "other"));
        grant(Map.of("scheme", "bearer"));
        var withChild = new Tenant("999988881", "Lillevik", "999988883", Tenant.Acknowledge.JOURNALED);
        credentials.grant("jft-read", properties(Map.of()), withChild);
        credentials.grant("jft-write", properties(Map.of()), ApiFixture.TENANT); // the same token as the first
        assertThat(helseId.tokens).hasValue(5);
    }

    @Test
    void a_refused_token_is_replaced_once_however_many_were_refused() {
        var first = grant();
        var same = grant();
        first.refused();
        grant();
        same.refused();
        grant();
        assertThat(helseId.tokens).hasValue(2);
    }

    @Test
    void metadata_are_read_once_a_day_and_used_on_while_helseid_is_down() {
        grant();
        timing.step(Duration.ofHours(23));
        grant();
        assertThat(helseId.metadataRequests).hasValue(1);
        timing.step(Duration.ofHours(1));
        for (int i = 0; i < 4; i++) {
            helseId.faults.add(fault(503, ""));
        }
        grant();
        assertThat(helseId.metadataRequests).hasValue(5);
        assertThat(helseId.tokens).hasValue(3);
        timing.step(Duration.ofMinutes(5));
        grant();
        assertThat(helseId.metadataRequests).hasValue(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | x",
                "302 | x",
                "200 | {'issuer':'https://other.example','token_endpoint':'https://other.example/t'}",
                "200 | {'issuer':'ISSUER','token_endpoint':'http://other.example/t'}",
                "200 | {'issuer':'ISSUER'}"
            })
    void metadata_that_cannot_be_right_name_the_issuer_setting(int status, String body) {
        helseId.faults.add(fault(status, body.replace('\'', '"').replace("ISSUER", helseId.issuer)));
        assertThatThrownBy(this::grant)
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ajour.helseid.issuer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer", "client-id", "key-file"})
    void a_missing_setting_is_named_when_a_token_is_wanted(String property) {
        helseId.settings.remove("ajour.helseid." + property);
        credentials = helseId.credentials();
        assertThatThrownBy(this::grant)
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ajour.helseid." + property);
    }

    private String metadata() {
        return "{\"issuer\":\"%s\",\"token_endpoint\":\"%s\"}"
                .formatted(helseId.issuer, helseId.server.url("/connect/token"));
    }

    private Credentials.Grant grant() {
        return grant(Map.of());
    }

    private Credentials.Grant grant(Map<String, String> api) {
        return credentials.grant("jft-read", properties(api), ApiFixture.TENANT);
    }

    static ApiProperties properties(Map<String, String> api) {
        var values = new HashMap<>(Map.of(
                "ajour.apis.jft-read.base-url", "https://read.example", "ajour.apis.jft-read.scope", "nhn:jft/api"));
        api.forEach((name, value) -> values.put("ajour.apis.jft-read." + name, value));
        return Objects.requireNonNull(
                ApiFixture.bind("ajour", ApiSettings.class, values).apis().get("jft-read"));
    }
}
