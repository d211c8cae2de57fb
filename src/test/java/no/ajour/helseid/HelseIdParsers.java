package no.ajour.helseid;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import no.ajour.fuzz.Made;
import no.ajour.fuzz.Parser;
import no.ajour.http.ApiFixture;
import no.ajour.http.ApiResponse;
import no.ajour.http.Attempts;
import no.ajour.http.HttpParsers;
import no.ajour.http.Limits;
import no.ajour.http.SteppedTiming;
import no.ajour.http.TokenScheme;
import no.ajour.sandbox.Recorded;
import no.ajour.tenant.Tenant;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What is read of HelseID's answers and of the client's key, for the fuzzer. */
public final class HelseIdParsers {
    private static final String SCOPE = "nhn:helsenorge/helsenorgeaktivsjekken";
    private static final String CLIENT = "client";
    private static final String ISSUER = "https://helseid.example";
    private static final Tenant TENANT = new Tenant(Recorded.ORGNR, "Lykkeby", null, Tenant.Acknowledge.JOURNALED);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SteppedTiming timing = new SteppedTiming();
    private final ClientKey key;
    private final DpopProofs proofs;
    private final Path file;
    private final String idToken;

    private HelseIdParsers(Path file) throws IOException, JOSEException {
        this.file = file;
        this.key = key(Keys.rsa("PS256").toJSONString().getBytes(UTF_8));
        this.proofs = DpopProofs.create(HelseIdSettings.DpopKey.PROCESS, key, timing);
        this.idToken = idToken();
    }

    public static Stream<Parser> all() {
        try {
            Path file = Files.createTempFile("ajour-fuzz", ".json");
            file.toFile().deleteOnExit();
            return new HelseIdParsers(file).parsers(Recorded.answers());
        } catch (IOException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private Stream<Parser> parsers(Recorded answers) throws JOSEException {
        var metadata = answers.metadata.getFirst();
        var ours = withOurs(answers.keys.getFirst());
        return Stream.of(
                Parser.of("HelseID's token", Parser.bytes(answers.tokens), this::token)
                        .oneIn(2),
                Parser.ofText("claims of a token", List.of(claims()), this::claims)
                        .oneIn(4),
                Parser.ofText(
                                "HelseID's answer to a session",
                                List.of(session(answers.tokens.getFirst())),
                                this::session)
                        .oneIn(2),
                Parser.ofText("HelseID's metadata", List.of(metadata), metadata(metadata))
                        .oneIn(4),
                Parser.ofText("HelseID's keys", List.of(ours), this::keys).oneIn(10),
                Parser.ofText("ID token", List.of(idToken), (input, made) -> made.shown(who(input, ours)))
                        .oneIn(10),
                Parser.of(
                                "client's key",
                                clientKeys(),
                                (input, made) -> made.must(key(input).facts().bits() > 0, "a key has a size"))
                        .oneIn(20),
                Parser.ofText("DPoP-Nonce", List.of("n-0S6_WzA2Mj"), this::nonce)
                        .oneIn(20),
                Parser.ofText("Date of HelseID", List.of("Sun, 01 Mar 2026 12:00:42 GMT"), this::date));
    }

    private static TokenOrder order(TokenScheme scheme) {
        return new TokenOrder("helsenorge", TENANT, Set.of(SCOPE), null, scheme, false);
    }

    private void token(byte[] input, Made made) {
        try (var response = HttpParsers.answer(input)) {
            check(TokenScheme.BEARER, null, response, made);
        }
    }

    private void check(TokenScheme scheme, @Nullable DpopProofs bound, ApiResponse response, Made made) {
        try {
            var token = new TokenAnswer(Duration.ofSeconds(10))
                    .check(order(scheme), bound, timing.instant(), TokenAnswer.parse("a token", response));
            made.shown(token.toString());
            made.must(
                    new Headers.Builder()
                                    .add("Authorization", "Bearer " + token.value())
                                    .build()
                                    .size()
                            == 1,
                    "it is a header");
        } catch (TokenRefused e) {
            made.shown(e.found() + e.fix());
            throw e.failure();
        }
    }

    private String claims() {
        return JSON.createObjectNode()
                .put("exp", 1_795_256_400)
                .put("aud", "nhn:helsenorge")
                .put("helseid://claims/client/claims/orgnr_parent", TENANT.orgnr())
                .set("cnf", JSON.createObjectNode().put("jkt", proofs.thumbprint()))
                .toString();
    }

    private void claims(String input, Made made) {
        var token = Base64URL.encode("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}") + "." + Base64URL.encode(input) + "."
                + Base64URL.encode(new byte[64]);
        var answer = JSON.createObjectNode()
                .put("access_token", token)
                .put("token_type", "DPoP")
                .put("expires_in", 600);
        try (var response = HttpParsers.answer(answer.toString().getBytes(UTF_8))) {
            check(TokenScheme.DPOP, proofs, response, made);
        }
    }

    private static String session(String token) {
        return JSON.readTree(token)
                .asObject()
                .put("refresh_token", "rt-1")
                .put("rt_expires_in", 28_800)
                .toString();
    }

    private void session(String input, Made made) {
        try (var response = HttpParsers.answer(input.getBytes(UTF_8))) {
            var answer = UserAnswer.read("a session", timing.instant(), response);
            made.shown(answer.toString());
            made.stored(answer.expires());
        }
    }

    private Parser.TextReading metadata(String example) {
        var issuer = JSON.readTree(example).path("issuer").stringValue();
        var settings = ApiFixture.bind(
                "ajour.helseid",
                HelseIdSettings.class,
                Map.of("ajour.helseid.issuer", issuer, "ajour.helseid.http.attempts", "1"));
        return (input, made) -> {
            var read = new Discovery(
                            settings,
                            HttpParsers.sender(() -> input.getBytes(UTF_8)),
                            new Attempts("helseid", settings.http(), timing),
                            new ClockSkew(settings.clockSkewWarning(), timing),
                            timing)
                    .metadata();
            var endpoint = HttpUrl.get(read.tokenEndpoint().toString());
            made.must(endpoint.host().equals(URI.create(issuer).getHost()), "assertions stay home");
        };
    }

    private void keys(String input, Made made) {
        made.shown(who(idToken, input));
    }

    /** HelseID's keys with the one that has signed the ID token. */
    private String withOurs(String keys) {
        return keys.replaceFirst("\\[", "[" + key.jwk().toPublicJWK().toJSONString() + ",");
    }

    private String who(String token, String keys) {
        var address = URI.create(ISSUER + "/keys");
        var limits = ApiFixture.bind("ajour.helseid.http", Limits.class, Map.of("ajour.helseid.http.attempts", "1"));
        return new IdTokens(
                        HttpParsers.sender(() -> keys.getBytes(UTF_8)),
                        new Attempts("helseid", limits, timing),
                        Duration.ofSeconds(3),
                        timing)
                .who(
                        token,
                        new Metadata(ISSUER, address, Set.of(), new LoginEndpoints(null, null, address, null, false)),
                        CLIENT,
                        "nonce");
    }

    private String idToken() {
        return key.sign(
                "JWT",
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(CLIENT)
                        .subject("sub")
                        .claim("nonce", "nonce")
                        .claim("name", "Kari Lykke")
                        .issueTime(Date.from(timing.instant()))
                        .expirationTime(Date.from(timing.instant().plusSeconds(86_400)))
                        .build());
    }

    private static List<byte[]> clientKeys() throws JOSEException {
        return Stream.of(Keys.ec(Curve.P_256), Keys.ec(Curve.P_521), Keys.rsa("PS256"))
                .map(JWK::toJSONString)
                .map(json -> json.getBytes(UTF_8))
                .toList();
    }

    private ClientKey key(byte[] json) throws IOException {
        Files.write(file, json);
        return ClientKey.read(file);
    }

    private void nonce(String input, Made made) {
        try (var response = HttpParsers.answer(new byte[0], "DPoP-Nonce", input)) {
            var proof =
                    proofs.create("GET", URI.create("https://read.example/v1"), null, response.header("DPoP-Nonce"));
            made.must(new Headers.Builder().add("DPoP", proof).build().size() == 1, "it is a header");
        }
    }

    private void date(String input, Made made) {
        var skew = new ClockSkew(Duration.ofSeconds(3), timing);
        try (var response = HttpParsers.answer(new byte[0], "Date", input)) {
            skew.notice(timing.instant(), timing.instant(), response.serverTime());
            made.must(skew.remark().length() < 300, "a remark is short");
        }
    }
}
