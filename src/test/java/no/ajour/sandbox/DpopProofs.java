package no.ajour.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Checks DPoP proofs as RFC 9449 section 4.3 orders, for HelseID and the APIs alike: one {@code jti} is good for one
 * request anywhere.
 */
final class DpopProofs {
    static final Set<String> ALGORITHMS =
            Set.of("ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512");

    /** Sample validators of HelseID accept 1 to 10 seconds, and 5 seconds of skew (helseid.md 1.5). */
    private static final Duration LIFE = Duration.ofSeconds(10);

    private static final Duration SKEW = Duration.ofSeconds(5);
    private static final Duration NONCE_LIFE = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final SingleUse proofs = new SingleUse(Duration.ofHours(1));
    private final Nonces nonces = new Nonces(NONCE_LIFE);
    private final AtomicInteger signatures = new AtomicInteger();
    private volatile int verifyOneIn = 1;

    DpopProofs(InstantSource clock) {
        this.clock = clock;
    }

    void verifyOneIn(int proofs) {
        verifyOneIn = proofs;
    }

    /** A proof that holds: the key's thumbprint, and whether it carried a nonce of ours that is still good. */
    record Proof(String jkt, boolean fresh) {}

    /** What is wrong with a proof. */
    static final class BadProof extends Exception {
        private static final long serialVersionUID = 1L;

        BadProof(String message) {
            super(message);
        }
    }

    String newNonce() {
        return nonces.issue(UUID.randomUUID().toString(), clock.instant());
    }

    /**
     * Checks the proof of a call and uses it up.
     *
     * @param accessToken what {@code ath} must be the hash of; null at the token endpoint
     */
    Proof check(Call call, @Nullable String accessToken) throws BadProof {
        List<String> headers = call.headers("DPoP");
        require(headers.size() == 1, "there must be exactly one DPoP header, not " + headers.size());
        try {
            SignedJWT proof = SignedJWT.parse(headers.getFirst());
            JWK key = key(proof);
            JWTClaimsSet claims = proof.getJWTClaimsSet();
            require(call.method().equals(claims.getStringClaim("htm")), "htm is not the method of the request");
            checkUrl(call, claims.getStringClaim("htu"));
            checkTime(claims.getIssueTime());
            if (accessToken != null) {
                require(hash(accessToken).equals(claims.getStringClaim("ath")), "ath is not the hash of the token");
            }
            String jti = claims.getJWTID();
            require(!present(jti, "jti is missing").isBlank(), "jti is empty");
            require(proofs.first(jti, clock.instant()), "jti was used before");
            String nonce = claims.getStringClaim("nonce");
            return new Proof(
                    key.computeThumbprint().toString(), nonce != null && nonces.isGood(nonce, clock.instant()));
        } catch (ParseException | JOSEException e) {
            throw new BadProof("the proof cannot be read as a signed JWT");
        }
    }

    private JWK key(SignedJWT proof) throws BadProof, JOSEException {
        var header = proof.getHeader();
        require(header.getType() != null && header.getType().getType().equals("dpop+jwt"), "typ is not dpop+jwt");
        require(ALGORITHMS.contains(header.getAlgorithm().getName()), "alg is not an asymmetric one that is allowed");
        JWK key = header.getJWK();
        if (!(key instanceof AsymmetricJWK asymmetric) || key.isPrivate()) {
            throw new BadProof("jwk must be a public key");
        }
        if (Math.floorMod(signatures.getAndIncrement(), verifyOneIn) == 0) {
            var verifier = new DefaultJWSVerifierFactory().createJWSVerifier(header, asymmetric.toPublicKey());
            require(proof.verify(verifier), "the signature is not by the key in jwk");
        }
        return key;
    }

    /** RFC 9449 section 4.3: compared after normalisation, without query and fragment, which must not be there. */
    private static void checkUrl(Call call, @Nullable String htu) throws BadProof {
        String url = present(htu, "htu is missing");
        require(url.indexOf('?') < 0 && url.indexOf('#') < 0, "htu has a query or a fragment");
        require(normal(url).equals(normal(call.url())), "htu is not the URL of the request");
    }

    private static String normal(String url) throws BadProof {
        try {
            URI uri = URI.create(url).normalize();
            return uri.getScheme().toLowerCase(Locale.ROOT)
                    + "://"
                    + uri.getAuthority().toLowerCase(Locale.ROOT)
                    + uri.getRawPath();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new BadProof("htu is not an absolute URL");
        }
    }

    private void checkTime(@Nullable Date iat) throws BadProof {
        Instant issued = present(iat, "iat is missing").toInstant();
        Instant now = clock.instant();
        require(!issued.isAfter(now.plus(SKEW)), "iat is in the future");
        require(!issued.isBefore(now.minus(LIFE).minus(SKEW)), "iat is too long ago");
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T present(@Nullable T value, String otherwise) throws BadProof {
        if (value == null) {
            throw new BadProof(otherwise);
        }
        return value;
    }

    private static void require(boolean holds, String otherwise) throws BadProof {
        if (!holds) {
            throw new BadProof(otherwise);
        }
    }
}
