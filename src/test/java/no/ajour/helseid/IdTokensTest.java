package no.ajour.helseid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiFixture;
import no.ajour.http.Attempts;
import no.ajour.http.HttpClients;
import no.ajour.http.HttpSettings;
import no.ajour.http.Limits;
import no.ajour.http.SteppedTiming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Forged ID tokens, and HelseID's own that are for somebody or something else. */
class IdTokensTest {
    private static final String ISSUER = "https://helseid.example";
    private static final String CLIENT = "client";
    private static final String NONCE = "nonce-of-this-login";

    private final SteppedTiming timing = new SteppedTiming();
    private final MockWebServer server = new MockWebServer();
    private final ECKey key;

    IdTokensTest() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).keyID("sts").generate();
    }

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void helseids_own_token_of_this_login_is_taken() throws Exception {
        assertThat(who(signed(key, claims -> claims))).isEqualTo("GR\u00d8NN VITS");
        assertThat(who(signed(
                        key, claims -> claims.audience(List.of(CLIENT, "other")).claim("azp", CLIENT))))
                .isEqualTo("GR\u00d8NN VITS");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("another issuer", claims -> claims.issuer("https://evil.example")),
                wrong("the issuer with a slash", claims -> claims.issuer(ISSUER + "/")),
                wrong("no issuer", claims -> claims.issuer(null)),
                wrong("another client", claims -> claims.audience("other")),
                wrong("no audience", claims -> claims.audience((String) null)),
                wrong("others besides", claims -> claims.audience(List.of(CLIENT, "other"))),
                wrong("others besides, who asked for it", claims -> claims.audience(List.of(CLIENT, "other"))
                        .claim("azp", "other")),
                wrong("another login", claims -> claims.claim("nonce", "nonce-of-another")),
                wrong("no login", claims -> claims.claim("nonce", null)),
                wrong("expired", claims -> claims.expirationTime(Date.from(Instant.EPOCH))),
                wrong("for ever", claims -> claims.expirationTime(null)),
                wrong("nobody", claims -> claims.subject(null)),
                wrong("no time", claims -> claims.issueTime(null)),
                wrong("not yet", claims -> claims.notBeforeTime(Date.from(Instant.parse("2100-01-01T00:00:00Z")))));
    }

    private static Arguments wrong(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void token_for_somebody_or_something_else_is_not_taken(String what, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        refused(signed(key, change));
    }

    @Test
    void token_without_a_signature_is_not_taken() {
        refused(new PlainJWT(claims(claims -> claims)).serialize());
    }

    @Test
    void token_signed_by_another_key_under_helseids_name_is_not_taken() throws Exception {
        refused(signed(new ECKeyGenerator(Curve.P_256).keyID("sts").generate(), claims -> claims));
    }

    @Test
    void token_that_brings_its_own_key_is_not_taken() throws Exception {
        var own = new ECKeyGenerator(Curve.P_256).generate();
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .jwk(own.toPublicJWK())
                        .jwkURL(server.url("/own").uri())
                        .build(),
                claims(claims -> claims));
        jwt.sign(new ECDSASigner(own));

        refused(jwt.serialize());
    }

    // The public key as the secret of a MAC.
    @Test
    void token_with_a_mac_by_the_public_key_is_not_taken() throws Exception {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("sts").build(), claims(claims -> claims));
        jwt.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));

        refused(jwt.serialize());
    }

    @Test
    void token_whose_claims_were_changed_is_not_taken() throws Exception {
        String[] parts = signed(key, claims -> claims).split("\\.", -1);
        String[] other = signed(key, claims -> claims.subject("other")).split("\\.", -1);

        refused(parts[0] + "." + other[1] + "." + parts[2]);
    }

    @Test
    void access_token_is_not_taken_for_an_id_token() throws Exception {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID("sts")
                        .type(new com.nimbusds.jose.JOSEObjectType("at+jwt"))
                        .build(),
                claims(claims -> claims));
        jwt.sign(new ECDSASigner(key));

        refused(jwt.serialize());
    }

    @Test
    void name_is_one_line_that_can_be_shown() throws Exception {
        assertThat(who(signed(key, claims -> claims.claim("name", "KARI\u001b[2J\r\nNORDMANN 13116900000\u202e"))))
                .isEqualTo("KARI[2J NORDMANN ***");
    }

    @Test
    void keys_that_redirect_are_not_fetched_elsewhere() throws Exception {
        String token = signed(key, claims -> claims);
        try (var elsewhere = new MockWebServer()) {
            elsewhere.start();
            for (int i = 0; i < 4; i++) {
                server.enqueue(new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", elsewhere.url("/keys"))
                        .build());
            }

            assertThatThrownBy(() -> tokens().who(token, metadata(), CLIENT, NONCE))
                    .isInstanceOf(TryLater.class);
            assertThat(elsewhere.getRequestCount()).isZero();
        }
    }

    @Test
    void keys_nested_without_end_are_for_later() throws Exception {
        refusedKeys("{\"keys\":" + "[".repeat(100_000));
    }

    @Test
    void keys_that_are_null_are_for_later() throws Exception {
        refusedKeys("null");
    }

    private void refusedKeys(String body) throws Exception {
        String token = signed(key, claims -> claims);
        for (int i = 0; i < 4; i++) {
            server.enqueue(new MockResponse.Builder().body(body).build());
        }

        assertThatThrownBy(() -> tokens().who(token, metadata(), CLIENT, NONCE)).isInstanceOf(TryLater.class);
    }

    private void refused(String token) {
        assertThatThrownBy(() -> who(token))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("Nobody is logged in")
                .hasMessageNotContaining("evil")
                .hasNoCause();
    }

    private String who(String token) {
        server.enqueue(new MockResponse.Builder()
                .body(new JWKSet(key.toPublicJWK()).toString())
                .build());
        return tokens().who(token, metadata(), CLIENT, NONCE);
    }

    private IdTokens tokens() {
        var limits = ApiFixture.bind("limits", Limits.class, Map.of());
        var clients = new HttpClients(ApiFixture.bind("ajour.http", HttpSettings.class, Map.of()));
        return new IdTokens(
                clients.sender("helseid", limits),
                new Attempts("helseid", limits, timing),
                Duration.ofSeconds(3),
                timing);
    }

    private Metadata metadata() {
        URI keys = server.url("/keys").uri();
        return new Metadata(ISSUER, URI.create(ISSUER), Set.of(), new LoginEndpoints(null, null, keys, null, false));
    }

    private String signed(ECKey by, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("sts").build(), claims(change));
        jwt.sign(new ECDSASigner(by));
        return jwt.serialize();
    }

    private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        var now = timing.instant();
        return change.apply(new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(CLIENT)
                        .subject("person")
                        .claim("nonce", NONCE)
                        .claim("name", "GR\u00d8NN VITS")
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(60))))
                .build();
    }
}
