package no.ajour.helseid;

import static no.ajour.helseid.FakeHelseId.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.MockWebServer;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of HelseID's answers. */
class TokenAnswerTest extends AgainstHelseId {
    TokenAnswerTest(@TempDir Path directory) {
        super(directory);
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
                .hasMessageContaining("without the scope b, with a");
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
    void a_token_bound_to_no_key_is_an_error() {
        helseId.claims.put("cnf", Map.of());
        assertThatThrownBy(this::grant).isInstanceOf(WrongInstallation.class).hasMessageContaining("DPoP key");
    }

    @Test
    void a_token_for_another_api_than_asked_for_is_an_error() {
        var settings = Map.of("audience", "nhn:jft");
        helseId.claims.put("aud", "nhn:other");
        assertThatThrownBy(() -> grant(settings))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("for another API")
                .hasMessageContaining("ajour.apis.jft-read.audience");
        helseId.claims.put("aud", java.util.List.of("nhn:other", "nhn:jft"));
        assertThat(grant(settings)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1, 0, 31_556_889_864_403_199L})
    void a_life_that_no_token_has_does_not_end_the_run(long seconds) {
        helseId.answer.put("expires_in", seconds);
        assertThat(grant().headers("GET", API, null)).containsKey("Authorization");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"access_token\":[\"secret-token-text\"],\"token_type\":\"DPoP\",\"expires_in\":60}",
                "{\"access_token\":\"secret-token-text\",\"token_type\":{}}",
                "{\"access_token\":\"secret-token-text\"}",
                "[\"secret-token-text\"]"
            })
    void an_answer_that_is_no_token_answer_is_for_later(String body) {
        answered(body);
    }

    @Test
    void an_answer_nested_without_end_is_for_later() {
        answered("{\"access_token\":" + "[".repeat(100_000));
    }

    private void answered(String body) {
        helseId.faults.add(fault(200, metadata()));
        for (int i = 0; i < 4; i++) {
            helseId.faults.add(fault(200, body));
        }
        assertThatThrownBy(this::grant)
                .isInstanceOf(TryLater.class)
                .hasMessageNotContaining("secret-token-text")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_takes_no_assertion_elsewhere(int status) throws Exception {
        try (var elsewhere = new MockWebServer()) {
            elsewhere.start();
            var location = "Location: " + elsewhere.url("/connect/token");
            helseId.faults.add(fault(200, metadata()));
            helseId.faults.add(fault(status, "", location));
            assertThatThrownBy(this::grant)
                    .isInstanceOf(WrongInstallation.class)
                    .hasMessageContaining("redirects are not followed");
            helseId.faults.add(fault(status, "", location));
            credentials = helseId.credentials();
            assertThatThrownBy(this::grant)
                    .isInstanceOf(WrongInstallation.class)
                    .hasMessageContaining("ajour.helseid.issuer");
            assertThat(elsewhere.getRequestCount()).isZero();
        }
    }

    @Test
    void a_token_that_no_header_can_have_is_an_error() {
        helseId.answer.put("access_token", "opa\nque");
        assertThatThrownBy(this::grant)
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("no header can have")
                .hasMessageNotContaining("opa");
    }

    @Test
    void a_blank_nonce_is_none() throws Exception {
        var key = ClientKey.read(
                Files.writeString(directory.resolve("k"), Keys.ec(Curve.P_256).toJSONString()));
        var proof =
                DpopProofs.create(HelseIdSettings.DpopKey.PROCESS, key, timing).create("GET", API, null, " ");
        assertThat(SignedJWT.parse(proof).getJWTClaimsSet().getClaim("nonce")).isNull();
    }

    @Test
    void an_issuer_with_slashes_without_end_is_another_one_at_once() {
        var slashes = helseId.issuer + "/".repeat(500_000) + "x";
        helseId.faults.add(fault(200, "{\"issuer\":\"%s\"}".formatted(slashes)));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThatThrownBy(this::grant)
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("another issuer"));
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
}
