package no.ajour.helseid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import no.ajour.http.ApiFixture;
import no.ajour.http.HttpClients;
import no.ajour.http.HttpSettings;
import no.ajour.http.Timing;
import no.ajour.session.Sessions;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

/** HelseID as a test needs it: verifies every assertion and proof, demands a nonce, and answers as it is told to. */
final class FakeHelseId extends Dispatcher implements AutoCloseable {
    static final String CLIENT = "6a2b1c1e-client";
    private static final String PARENT = "helseid://claims/client/claims/orgnr_parent";

    final MockWebServer server = new MockWebServer();
    final ECKey tokenKey;
    final List<JWTClaimsSet> assertions = new CopyOnWriteArrayList<>();
    final List<JWTClaimsSet> proofs = new CopyOnWriteArrayList<>();
    final List<HttpUrl> forms = new CopyOnWriteArrayList<>();
    final List<String> complaints = new CopyOnWriteArrayList<>();
    final Deque<MockResponse> faults = new ConcurrentLinkedDeque<>();
    final AtomicInteger metadataRequests = new AtomicInteger();
    final AtomicInteger tokens = new AtomicInteger();
    final Map<String, Object> claims = new LinkedHashMap<>();
    final Map<String, Object> answer = new LinkedHashMap<>();
    final Map<String, String> settings = new LinkedHashMap<>();
    Consumer<MockResponse.Builder> finish = response -> {};
    String issuer;

    @Nullable
    CountDownLatch gate;

    private final JWK clientKey;
    private final Timing timing;
    private final Set<String> seen = new HashSet<>();

    FakeHelseId(JWK clientKey, Path directory, Timing timing) throws IOException, JOSEException {
        this.clientKey = clientKey;
        this.timing = timing;
        this.tokenKey = new ECKeyGenerator(Curve.P_256).keyID("sts").generate();
        server.setDispatcher(this);
        server.start();
        issuer = server.url("/").toString().replaceFirst("/$", "");
        Path file = directory.resolve("key.json");
        Files.writeString(file, clientKey.toJSONString());
        settings.put("ajour.helseid.issuer", issuer);
        settings.put("ajour.helseid.client-id", CLIENT);
        settings.put("ajour.helseid.key-file", file.toString());
    }

    HelseIdCredentials credentials() {
        var clients = new HttpClients(ApiFixture.bind("ajour.http", HttpSettings.class, Map.of()));
        return new HelseIdCredentials(
                ApiFixture.bind("ajour.helseid", HelseIdSettings.class, settings),
                ApiFixture.bind("ajour.helseid.login", LoginSettings.class, settings),
                clients,
                timing,
                new Sessions(JdbcClient.create(new DriverManagerDataSource())));
    }

    static MockResponse fault(int status, String body, String... headers) {
        var response = new MockResponse.Builder().code(status).body(body);
        for (String header : headers) {
            response.addHeader(header);
        }
        return response.build();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        String target = request.getTarget();
        if (target.equals("/.well-known/openid-configuration")) {
            metadataRequests.incrementAndGet();
            MockResponse fault = faults.poll();
            return fault != null
                    ? fault
                    : json(
                            200,
                            Map.of(
                                    "issuer",
                                    issuer,
                                    "token_endpoint",
                                    server.url("/connect/token").toString()));
        }
        if (gate != null) {
            gate.await();
        }
        try {
            return token(request);
        } catch (ParseException | JOSEException | IllegalStateException e) {
            complaints.add(String.valueOf(e.getMessage()));
            return json(400, Map.of("error", "invalid_request", "error_description", String.valueOf(e.getMessage())));
        }
    }

    private synchronized MockResponse token(RecordedRequest request) throws ParseException, JOSEException {
        var form = Objects.requireNonNull(HttpUrl.parse(
                "http://form/?" + Objects.requireNonNull(request.getBody()).utf8()));
        forms.add(form);
        var assertion = SignedJWT.parse(form.queryParameter("client_assertion"));
        check(assertion, clientKey, "client-authentication+jwt");
        assertions.add(assertion.getJWTClaimsSet());
        require(assertion.getJWTClaimsSet().getAudience().equals(List.of(issuer)), "aud");
        require(clientKey.getKeyID().equals(assertion.getHeader().getKeyID()), "kid");
        String proofHeader = request.getHeaders().get("DPoP");
        String jkt = null;
        if (proofHeader != null) {
            var proof = SignedJWT.parse(proofHeader);
            check(proof, proof.getHeader().getJWK(), "dpop+jwt");
            proofs.add(proof.getJWTClaimsSet());
            require("POST".equals(proof.getJWTClaimsSet().getClaim("htm")), "htm");
            require(
                    server.url("/connect/token")
                            .toString()
                            .equals(proof.getJWTClaimsSet().getClaim("htu")),
                    "htu");
            jkt = proof.getHeader().getJWK().computeThumbprint().toString();
        }
        MockResponse fault = faults.poll();
        if (fault != null) {
            return fault;
        }
        if (proofHeader != null && !"nonce-1".equals(proofs.getLast().getClaim("nonce"))) {
            return json(400, Map.of("error", "use_dpop_nonce"))
                    .newBuilder()
                    .addHeader("DPoP-Nonce: nonce-1")
                    .build();
        }
        return json(200, granted(form, jkt));
    }

    private Map<String, Object> granted(HttpUrl form, @Nullable String jkt) throws JOSEException {
        var token = new JWTClaimsSet.Builder().jwtID("token-" + tokens.incrementAndGet());
        if (jkt != null) {
            token.claim("cnf", Map.of("jkt", jkt));
        }
        token.claim(PARENT, ApiFixture.TENANT.orgnr());
        claims.forEach(token::claim);
        var jwt = new SignedJWT(
                new com.nimbusds.jose.JWSHeader.Builder(com.nimbusds.jose.JWSAlgorithm.ES256).build(), token.build());
        jwt.sign(new com.nimbusds.jose.crypto.ECDSASigner(tokenKey));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access_token", jwt.serialize());
        body.put("token_type", jkt == null ? "Bearer" : "DPoP");
        body.put("expires_in", 60);
        body.put("scope", String.valueOf(form.queryParameter("scope")));
        body.putAll(answer);
        return body;
    }

    private void check(SignedJWT jwt, JWK key, String type) throws JOSEException, ParseException {
        var verifier =
                new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key).toPublicKey());
        require(jwt.verify(verifier), "signature");
        require(type.equals(jwt.getHeader().getType().getType()), "typ");
        require(seen.add(jwt.getJWTClaimsSet().getJWTID()), "jti seen before");
        Instant issued = jwt.getJWTClaimsSet().getIssueTime().toInstant();
        require(Duration.between(issued, timing.instant()).abs().toMillis() < 2000, "iat");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }

    private MockResponse json(int status, Map<String, Object> body) {
        var response = new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type: application/json")
                .body(new JsonMapper().writeValueAsString(body));
        finish.accept(response);
        return response.build();
    }

    @Override
    public void close() {
        server.close();
    }
}
