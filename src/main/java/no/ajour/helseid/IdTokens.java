package no.ajour.helseid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import no.ajour.failure.Redaction;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiResponse;
import no.ajour.http.Attempts;
import no.ajour.http.Outcome;
import no.ajour.http.RetryAfter;
import no.ajour.http.Sender;
import no.ajour.http.Step;
import no.ajour.http.Timing;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Verifies ID tokens (OpenID Connect Core 1.0 section 3.1.3.7), and reads nothing of them but the person's name. */
final class IdTokens {
    private static final String WHAT = "HelseID: its keys";
    private static final long LONGEST = 1024 * 1024;
    private static final int LONGEST_NAME = 100;

    private final Sender sender;
    private final Attempts attempts;
    private final Duration skew;
    private final Timing timing;

    /** @param skew between the clocks that is overlooked */
    IdTokens(Sender sender, Attempts attempts, Duration skew, Timing timing) {
        this.sender = sender;
        this.attempts = attempts;
        this.skew = skew;
        this.timing = timing;
    }

    /**
     * Who logged in, safe to show.
     *
     * @param token as it came
     * @param nonce that the login was begun with
     * @throws WrongInstallation if the token is not HelseID's, not for us, not of this login, or too old
     */
    String who(@Nullable String token, Metadata metadata, String clientId, String nonce) {
        if (token == null) {
            throw new WrongInstallation("HelseID gave no ID token; ajour.helseid.login.scopes must have openid");
        }
        JWKSet keys = attempts.run(() -> read(metadata.login().requiredKeys()));
        try {
            JWTClaimsSet claims = processor(keys, metadata, clientId, nonce).process(token, null);
            if (claims.getAudience().size() > 1 && !clientId.equals(claims.getClaim("azp"))) {
                throw wrong("it is for others besides this client");
            }
            String name = Redaction.of(claims.getStringClaim("name"), LONGEST_NAME);
            return name.isEmpty() ? "somebody whom HelseID gives no name" : name;
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw wrong(why(e));
        }
    }

    private DefaultJWTProcessor<SecurityContext> processor(
            JWKSet keys, Metadata metadata, String clientId, String nonce) {
        var algorithms = new HashSet<>(JWSAlgorithm.Family.RSA);
        algorithms.addAll(Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512));
        var verifier =
                new DefaultJWTClaimsVerifier<>(
                        clientId,
                        new JWTClaimsSet.Builder()
                                .issuer(metadata.issuer())
                                .claim("nonce", nonce)
                                .build(),
                        Set.of("sub", "iat", "exp")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(timing.instant());
                    }
                };
        verifier.setMaxClockSkew((int) skew.toSeconds());
        var processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, new ImmutableJWKSet<>(keys)));
        processor.setJWTClaimsSetVerifier(verifier);
        return processor;
    }

    // Nimbus' own words quote claims; those that name one of ours do for the most part.
    private static String why(Exception failed) {
        String said = String.valueOf(failed.getMessage());
        for (String claim : List.of("iss", "aud", "nonce", "exp", "iat", "sub", "Expired")) {
            if (said.contains(claim)) {
                return "its " + (claim.equals("Expired") ? "exp" : claim) + " is not as it should be";
            }
        }
        return "its signature is by none of HelseID's keys";
    }

    private static WrongInstallation wrong(String why) {
        return new WrongInstallation("The ID token that came is not taken, since " + why
                + ". Nobody is logged in; check ajour.helseid.issuer and this machine's clock, and log in again");
    }

    private Step<JWKSet> read(URI address) {
        var request = new Request.Builder()
                .url(address.toString())
                .header("Accept", "application/json")
                .build();
        return switch (sender.send(WHAT, null, request)) {
            case Outcome.NoAnswer none -> new Step.Again<>(WHAT + " could not be read: " + none.why(), null);
            case Outcome.Answer answer -> {
                try (ApiResponse response = answer.response()) {
                    yield parse(response, timing.instant());
                }
            }
        };
    }

    private static Step<JWKSet> parse(ApiResponse response, Instant now) {
        if (response.status() != 200) {
            return new Step.Again<>(
                    WHAT + " were asked for, and the answer was " + response.status(), RetryAfter.of(response, now));
        }
        try {
            return new Step.Done<>(JWKSet.parse(new String(response.bytes(LONGEST), StandardCharsets.UTF_8)));
        } catch (ParseException | NullPointerException | TryLater e) {
            // The second for what begins with null.
            return new Step.Again<>(WHAT + " could not be read to the end", null);
        }
    }
}
