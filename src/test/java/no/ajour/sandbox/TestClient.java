package no.ajour.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import no.ajour.testing.SteppedClock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that follows the rules, unless a test bends one part of a request. */
final class TestClient {
    static final String ID = "test-client";
    static final String KOMMUNE = "311000001";

    private static final JsonMapper JSON = JsonMapper.shared();

    final Sandbox sandbox;
    final SteppedClock clock;
    final ECKey key = newKey();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    TestClient(Sandbox sandbox, SteppedClock clock) {
        this.sandbox = sandbox;
        this.clock = clock;
    }

    static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String assertion(UnaryOperator<JWTClaimsSet.Builder> bend) {
        return assertion(key, key.getKeyID(), "client-authentication+jwt", bend);
    }

    String assertion(ECKey by, String kid, String typ, UnaryOperator<JWTClaimsSet.Builder> bend) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(ID)
                .subject(ID)
                .audience(sandbox.url(Sandbox.HELSEID).toString())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(now())
                .notBeforeTime(now())
                .expirationTime(Date.from(clock.instant().plusSeconds(30)))
                .claim("assertion_details", parent(KOMMUNE));
        return sign(
                by, new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).type(new JOSEObjectType(typ)), bend, claims);
    }

    static Map<String, Object> parent(String value) {
        return Map.of(
                "type",
                "helseid_authorization",
                "practitioner_role",
                Map.of(
                        "organization",
                        Map.of(
                                "identifier",
                                Map.of("system", "urn:oid:1.0.6523", "type", "ENH", "value", "NO:ORGNR:" + value))));
    }

    String proof(String method, String url, @Nullable String token, UnaryOperator<JWTClaimsSet.Builder> bend) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .issueTime(now())
                .claim("htm", method)
                .claim("htu", url);
        if (token != null) {
            claims.claim("ath", hash(token));
        }
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK());
        return sign(key, header, bend, claims);
    }

    Map<String, String> tokenForm(String assertion, String scope) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", ID);
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        form.put("scope", scope);
        return form;
    }

    String tokenUrl() {
        return sandbox.url(Sandbox.HELSEID) + "/connect/token";
    }

    HttpResponse<String> requestToken(Map<String, String> form, @Nullable String proof) {
        return post(tokenUrl(), Form.MEDIA_TYPE, encode(form), proof == null ? Map.of() : Map.of("DPoP", proof));
    }

    /** A DPoP token, with the nonce that HelseID asks for. */
    String dpopToken(String scope, UnaryOperator<JWTClaimsSet.Builder> bend) {
        HttpResponse<String> first =
                requestToken(tokenForm(assertion(bend), scope), proof("POST", tokenUrl(), null, it -> it));
        String nonce = first.headers().firstValue("DPoP-Nonce").orElseThrow();
        return json(requestToken(
                        tokenForm(assertion(bend), scope),
                        proof("POST", tokenUrl(), null, it -> it.claim("nonce", nonce))))
                .path("access_token")
                .stringValue();
    }

    String dpopToken() {
        return dpopToken(JftSandbox.SCOPE, it -> it);
    }

    String bearerToken(String scope) {
        return json(requestToken(tokenForm(assertion(it -> it), scope), null))
                .path("access_token")
                .stringValue();
    }

    Map<String, String> dpop(String method, String url, String token) {
        String htu = url.replaceFirst("\\?.*", "");
        return Map.of("Authorization", "DPoP " + token, "DPoP", proof(method, htu, token, it -> it));
    }

    HttpResponse<String> get(String url, Map<String, String> headers) {
        return send(HttpRequest.newBuilder(URI.create(url)).GET(), headers);
    }

    HttpResponse<String> post(String url, String type, String body, Map<String, String> headers) {
        return send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                headers);
    }

    HttpResponse<String> jftGet(String path, String token) {
        String url = url(Sandbox.JFT_READ, path);
        return get(url, dpop("GET", url, token));
    }

    HttpResponse<String> jftSearch(String type, String form, String token) {
        String url = url(Sandbox.JFT_READ, "/v1/" + type + "/_search");
        return post(url, Form.MEDIA_TYPE, form, dpop("POST", url, token));
    }

    HttpResponse<String> jftWrite(String path, String body, String token) {
        String url = url(Sandbox.JFT_WRITE, path);
        return post(url, "application/json", body, dpop("POST", url, token));
    }

    String url(String api, String path) {
        return path.startsWith("http") ? path : sandbox.url(api) + path;
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    static String encode(Map<String, String> form) {
        List<Form.Field> fields = form.entrySet().stream()
                .map(field -> new Form.Field(field.getKey(), field.getValue()))
                .toList();
        return new Form(fields).encoded();
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> headers) {
        headers.forEach(request::header);
        try {
            return http.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(
            ECKey by, JWSHeader.Builder header, UnaryOperator<JWTClaimsSet.Builder> bend, JWTClaimsSet.Builder claims) {
        try {
            SignedJWT jwt = new SignedJWT(header.build(), bend.apply(claims).build());
            jwt.sign(new ECDSASigner(by));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private Date now() {
        return Date.from(clock.instant());
    }

    private static String hash(String token) {
        try {
            return Base64URL.encode(
                            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
