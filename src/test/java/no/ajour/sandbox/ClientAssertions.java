package no.ajour.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Authenticates clients by {@code private_key_jwt} (RFC 7523, helseid.md 1.4): one assertion, one request. */
final class ClientAssertions {
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Duration SKEW = Duration.ofSeconds(5);

    private final URI issuer;
    private final InstantSource clock;
    private final Map<String, HelseIdClient> clients = new ConcurrentHashMap<>();
    private final SingleUse used = new SingleUse(Duration.ofHours(1));
    private volatile Duration longestLife = Duration.ofSeconds(60);

    ClientAssertions(URI issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** A client that proved who it is, and its {@code assertion_details} claim as parsed JSON. */
    record Authenticated(HelseIdClient client, @Nullable Object details) {}

    Map<String, HelseIdClient> clients() {
        return clients;
    }

    void longestLife(Duration life) {
        longestLife = life;
    }

    Authenticated authenticate(Form form) throws Refused {
        if (!TYPE.equals(form.one("client_assertion_type"))) {
            throw invalid("client_assertion_type is not that of a JWT");
        }
        try {
            SignedJWT assertion = SignedJWT.parse(present(form.one("client_assertion"), "client_assertion"));
            JWTClaimsSet claims = assertion.getJWTClaimsSet();
            HelseIdClient client = clients.get(present(claims.getIssuer(), "iss"));
            if (client == null) {
                throw invalid("no such client");
            }
            require(client.clientId().equals(claims.getSubject()), "sub is not iss");
            require(client.clientId().equals(form.one("client_id")), "the parameter client_id is not iss");
            checkSignature(assertion, client);
            require(claims.getAudience().equals(List.of(issuer.toString())), "aud is not exactly the issuer");
            checkTimes(claims);
            String jti = present(claims.getJWTID(), "jti");
            require(used.first(client.clientId() + " " + jti, clock.instant()), "jti was used before");
            return new Authenticated(client, claims.getClaim("assertion_details"));
        } catch (ParseException | JOSEException e) {
            throw invalid("the assertion cannot be read as a signed JWT");
        }
    }

    private static void checkSignature(SignedJWT assertion, HelseIdClient client) throws Refused, JOSEException {
        var header = assertion.getHeader();
        require(
                header.getType() != null && header.getType().getType().equals("client-authentication+jwt"),
                "typ is not client-authentication+jwt");
        require(DpopProofs.ALGORITHMS.contains(header.getAlgorithm().getName()), "alg is not RS, PS or ES");
        if (!(client.keys().getKeyByKeyId(present(header.getKeyID(), "kid")) instanceof AsymmetricJWK key)) {
            throw invalid("no key with this kid is registered");
        }
        var verifier = new DefaultJWSVerifierFactory().createJWSVerifier(header, key.toPublicKey());
        require(assertion.verify(verifier), "the signature is not by the registered key");
    }

    private void checkTimes(JWTClaimsSet claims) throws Refused {
        Instant now = clock.instant();
        Instant expires = time(claims.getExpirationTime(), "exp");
        Instant issued = time(claims.getIssueTime(), "iat");
        Instant notBefore = time(claims.getNotBeforeTime(), "nbf");
        require(now.isBefore(expires.plus(SKEW)), "exp has passed");
        require(!expires.isAfter(now.plus(longestLife).plus(SKEW)), "exp is too far ahead");
        require(!issued.isAfter(now.plus(SKEW)), "iat is in the future");
        require(!issued.isBefore(now.minus(longestLife).minus(SKEW)), "iat is too long ago");
        require(!notBefore.isAfter(now.plus(SKEW)), "nbf is in the future");
    }

    private static Instant time(@Nullable Date claim, String name) throws Refused {
        return present(claim, name).toInstant();
    }

    private static <T> T present(@Nullable T value, String name) throws Refused {
        if (value == null) {
            throw invalid(name + " is missing");
        }
        return value;
    }

    private static void require(boolean holds, String otherwise) throws Refused {
        if (!holds) {
            throw invalid(otherwise);
        }
    }

    private static Refused invalid(String why) {
        return OAuthError.violation("invalid_client", "client assertion: " + why);
    }
}
