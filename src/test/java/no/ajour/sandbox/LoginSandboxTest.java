package no.ajour.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import no.ajour.testing.LoginBrowser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HelseID lets people in who follow the rules, and nobody else. */
class LoginSandboxTest extends SandboxTestBase {
    private static final String READ = "nhn:phr/mhd/read-document";
    private static final String REDIRECT = "http://127.0.0.1:8089/callback";

    private final CodeVerifier verifier = new CodeVerifier();

    @BeforeEach
    void allow() {
        sandbox.helseId().addScopes(Set.of(READ, "nhn:kjernejournal/api"));
        sandbox.helseId().requireNonce(false);
    }

    @ParameterizedTest
    @CsvSource({
        "response_type, token, response_type",
        "redirect_uri, https://elsewhere.example/callback, redirect_uri",
        "scope, nhn:phr/mhd/read-document, no openid",
        "code_challenge_method, plain, S256",
        "code_challenge, short, code_challenge",
        "code_challenge, '', code_challenge",
        "state, short, can be guessed",
        "nonce, '', nonce",
        "resource, nhn:kjernejournal, not those of the scopes",
        "authorization_details, '{}', no array",
        "authorization_details, '[{}]', no type",
    })
    void request_that_breaks_a_rule_is_refused(String name, String value, String reason) {
        var form = request();
        form.put(name, value);

        assertViolation(push(form), 400, reason);
    }

    @Test
    void organisation_is_not_for_the_login() {
        var form = request();
        form.put("client_assertion", client.assertion(it -> it));

        assertViolation(push(form), 400, "HID-1009");
    }

    @Test
    void request_is_good_for_one_browser_and_a_minute() {
        String address = authorize();
        assertThat(client.get(address, Map.of()).statusCode()).isEqualTo(200);
        assertThat(client.get(address, Map.of()).statusCode()).isEqualTo(400);

        String late = authorize();
        clock.step(Duration.ofSeconds(61));
        assertThat(client.get(late, Map.of()).statusCode()).isEqualTo(400);
        assertThat(sandbox.book().violations()).isEmpty();
    }

    @Test
    void person_logs_in_and_the_token_tells_who() throws Exception {
        var answer = TestClient.json(redeem(code(), client, form -> {}));

        var id = com.nimbusds.jwt.SignedJWT.parse(answer.path("id_token").asString())
                .getJWTClaimsSet();
        assertThat(id.getStringClaim("nonce")).isEqualTo(request().get("nonce"));
        assertThat(id.getStringClaim("name")).isEqualTo("GRØNN VITS");
        var refreshed = TestClient.json(refresh(answer.path("refresh_token").asString(), client, READ));
        var access = com.nimbusds.jwt.SignedJWT.parse(
                        refreshed.path("access_token").asString())
                .getJWTClaimsSet();
        assertThat(access.getStringClaim("helseid://claims/identity/pid")).hasSize(11);
        assertThat(access.getStringClaim("helseid://claims/client/claims/orgnr_parent"))
                .isEqualTo(KOMMUNE);
        assertThat(refreshed.path("rt_expires_in").asInt()).isEqualTo(12 * 3600);
        assertThat(sandbox.book().violations()).isEmpty();
    }

    @Test
    void code_is_good_for_once_and_a_minute() {
        String code = code();
        assertThat(redeem(code, client, form -> {}).statusCode()).isEqualTo(200);
        assertThat(redeem(code, client, form -> {}).body()).contains("invalid_grant");

        String late = code();
        clock.step(Duration.ofSeconds(61));
        assertThat(redeem(late, client, form -> {}).body()).contains("invalid_grant");
    }

    @Test
    void code_without_its_verifier_is_worth_nothing() {
        assertViolation(
                redeem(code(), client, form -> form.put("code_verifier", new CodeVerifier().getValue())),
                400,
                "code_verifier");
    }

    @Test
    void code_for_another_redirect_is_refused() {
        assertViolation(
                redeem(code(), client, form -> form.put("redirect_uri", "http://127.0.0.1:8090/callback")),
                400,
                "redirect_uri is another");
    }

    @Test
    void refresh_token_is_bound_to_the_key_it_was_given_to() {
        String token = refreshToken();

        assertViolation(refresh(token, new TestClient(sandbox, clock), READ), 400, "bound to another key");
    }

    @Test
    void refresh_token_that_is_spent_twice_ends_the_session() {
        String token = refreshToken();
        String next = TestClient.json(refresh(token, client, READ))
                .path("refresh_token")
                .asString();

        assertThat(refresh(token, client, READ).body()).contains("invalid_grant");
        assertThat(refresh(next, client, READ).body()).contains("the session was ended");
    }

    @Test
    void refresh_asks_for_no_more_than_the_login_did() {
        assertViolation(refresh(refreshToken(), client, "nhn:kjernejournal/api"), 400, "was not granted");
    }

    @Test
    void session_that_has_expired_is_not_to_be_asked_for() {
        String token = refreshToken();
        clock.step(Duration.ofHours(13));

        assertViolation(refresh(token, client, READ), 400, "expired, as the client was told");
    }

    private Map<String, String> request() {
        var form = new LinkedHashMap<String, String>();
        form.put("response_type", "code");
        form.put("client_id", TestClient.ID);
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", client.assertion(it -> it.claim("assertion_details", null)));
        form.put("redirect_uri", REDIRECT);
        form.put("scope", "openid profile offline_access " + READ);
        form.put("state", "a-state-that-nobody-can-guess");
        form.put("nonce", "a-nonce-that-nobody-can-guess");
        form.put(
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue());
        form.put("code_challenge_method", "S256");
        form.put("resource", "nhn:phr");
        return form;
    }

    private HttpResponse<String> push(Map<String, String> form) {
        return client.post(url("/connect/par"), Form.MEDIA_TYPE, TestClient.encode(form), Map.of());
    }

    private String authorize() {
        String uri = TestClient.json(push(request())).path("request_uri").asString();
        return url("/connect/authorize") + "?client_id=" + TestClient.ID + "&request_uri=" + uri;
    }

    private String code() {
        return String.valueOf(new LoginBrowser().back(authorize(), 0).queryParameter("code"));
    }

    private String refreshToken() {
        return TestClient.json(redeem(code(), client, form -> {}))
                .path("refresh_token")
                .asString();
    }

    private HttpResponse<String> redeem(
            String code, TestClient prover, java.util.function.Consumer<Map<String, String>> bend) {
        var form = client.tokenForm(client.assertion(it -> it.claim("assertion_details", null)), "");
        form.remove("scope");
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", REDIRECT);
        form.put("code_verifier", verifier.getValue());
        form.put("resource", "nhn:phr");
        bend.accept(form);
        return client.requestToken(form, proof(prover));
    }

    private HttpResponse<String> refresh(String token, TestClient prover, String scope) {
        var form = client.tokenForm(client.assertion(it -> it), scope);
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", token);
        return client.requestToken(form, proof(prover));
    }

    private @Nullable String proof(TestClient prover) {
        return prover.proof("POST", client.tokenUrl(), null, it -> it);
    }

    private String url(String path) {
        return sandbox.url(Sandbox.HELSEID) + path;
    }
}
