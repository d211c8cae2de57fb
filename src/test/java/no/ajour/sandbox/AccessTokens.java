package no.ajour.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Signs access tokens and knows again those that it signed. The APIs of the sandbox read a token by finding it here:
 * one that was altered by a single character is not found.
 */
final class AccessTokens {
    private static final String CLAIMS = "helseid://claims/client/claims/";

    private final InstantSource clock;
    private final Map<String, AccessToken> issued = new ConcurrentHashMap<>();
    private final Set<String> expiredEarly = ConcurrentHashMap.newKeySet();
    private final List<ECKey> keys = new CopyOnWriteArrayList<>();

    AccessTokens(InstantSource clock) {
        this.clock = clock;
        rotate();
    }

    /** A token is refused. Blameless when the client could not know: HelseID had promised it a longer life. */
    static final class BadToken extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean expired;
        private final boolean blameless;

        BadToken(String message, boolean expired, boolean blameless) {
            super(message);
            this.expired = expired;
            this.blameless = blameless;
        }

        boolean isExpired() {
            return expired;
        }

        boolean isBlameless() {
            return blameless;
        }
    }

    void rotate() {
        try {
            keys.addFirst(new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    JWKSet publicKeys() {
        List<JWK> all = new ArrayList<>(keys);
        return new JWKSet(all).toPublicJWKSet();
    }

    String sign(AccessToken token, URI issuer) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer.toString())
                .audience(List.copyOf(token.audiences()))
                .jwtID(token.jti())
                .issueTime(Date.from(token.issued()))
                .notBeforeTime(Date.from(token.issued()))
                .expirationTime(Date.from(token.expires()))
                .claim("client_id", token.clientId())
                .claim("scope", List.copyOf(token.scopes()));
        Organisation organisation = token.organisation();
        if (organisation != null) {
            claims.claim(CLAIMS + "orgnr_parent", organisation.parent());
            claims.claim(CLAIMS + "orgnr_child", organisation.child());
        }
        if (token.jkt() != null) {
            claims.claim("cnf", Map.of("jkt", token.jkt()));
        }
        if (token.user() != null) {
            about(token.user(), claims);
        }
        String text = sign("at+jwt", claims.build());
        issued.put(text, token);
        return text;
    }

    private static void about(UserClaims user, JWTClaimsSet.Builder claims) {
        claims.subject(user.person().name())
                .claim("auth_time", user.loggedIn().getEpochSecond())
                .claim("helseid://claims/identity/pid", user.person().pid())
                .claim("helseid://claims/identity/security_level", "4")
                .claim("helseid://claims/hpr/hpr_number", user.person().hprNumber());
    }

    /** An ID token (OpenID Connect Core 1.0 section 2). */
    String signIdToken(JWTClaimsSet claims) {
        return sign("JWT", claims);
    }

    private String sign(String type, JWTClaimsSet claims) {
        ECKey key = keys.getFirst();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(type))
                .keyID(key.getKeyID())
                .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    /** Every token issued so far is refused from now on, although its {@code exp} is still to come. */
    void expireAll() {
        issued.values().forEach(token -> expiredEarly.add(token.jti()));
    }

    AccessToken read(String text) throws BadToken {
        AccessToken token = issued.get(text);
        if (token == null) {
            throw new BadToken("the token was not issued here", false, false);
        }
        if (expiredEarly.contains(token.jti())) {
            throw new BadToken("the token expired early", true, true);
        }
        Instant now = clock.instant();
        if (!now.isBefore(token.expires())) {
            Duration late = Duration.between(token.expires(), now);
            // A token may run out between the client's look at the clock and ours.
            throw new BadToken(
                    "the token expired " + late.toSeconds() + " seconds ago",
                    true,
                    late.compareTo(Duration.ofSeconds(5)) < 0);
        }
        return token;
    }
}
