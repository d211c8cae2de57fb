package no.ajour.helseid;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiResponse;
import no.ajour.http.Redaction;
import no.ajour.http.TokenScheme;
import org.jspecify.annotations.Nullable;

/**
 * Reads a token from HelseID's answer and checks that it is the one asked for: a 200 can grant less than was asked, and a
 * token for another organisation or key would fail, or worse, later.
 */
final class TokenAnswer {
    private static final long LONGEST = 1024 * 1024;
    private static final String PARENT = "helseid://claims/client/claims/orgnr_parent";

    private final Duration renewalMargin;
    private final String thumbprint;

    TokenAnswer(Duration renewalMargin, String thumbprint) {
        this.renewalMargin = renewalMargin;
        this.thumbprint = thumbprint;
    }

    /**
     * @param sent when it was asked for: its life is counted from then
     * @throws TryLater if the answer is not a token answer
     */
    AccessToken read(TokenOrder order, Instant sent, ApiResponse response) {
        AccessTokenResponse parsed = parse(order, response);
        var token = parsed.getTokens().getAccessToken();
        checkType(order, token.getType().getValue());
        checkScopes(order, token.getScope(), parsed.getCustomParameters().get("rejected_scope"));
        checkClaims(order, token.getValue());
        Duration life = Duration.ofSeconds(Math.max(0, token.getLifetime()));
        Duration half = life.dividedBy(2);
        Duration margin = renewalMargin.compareTo(half) < 0 ? renewalMargin : half;
        return new AccessToken(token.getValue(), sent.plus(life).minus(margin));
    }

    private static AccessTokenResponse parse(TokenOrder order, ApiResponse response) {
        byte[] body = response.bytes(LONGEST);
        try {
            return AccessTokenResponse.parse(JSONObjectUtils.parse(new String(body, StandardCharsets.UTF_8)));
        } catch (ParseException e) {
            // Not a cause: a parser's message may quote the token.
            throw new TryLater("HelseID: " + order + " was answered 200 with something else");
        }
    }

    private static void checkType(TokenOrder order, String type) {
        if (!type.equalsIgnoreCase(order.scheme().word())) {
            throw wrong(
                    order,
                    "of type %s came, not %s: correct ajour.apis.%s.scheme, or the client's registration"
                            .formatted(Redaction.of(type, 20), order.scheme().word(), order.api()));
        }
    }

    private static void checkScopes(TokenOrder order, @Nullable Scope granted, @Nullable Object rejected) {
        if (rejected != null && !rejected.toString().isBlank()) {
            throw wrong(
                    order,
                    ("came without the scope %s: %s must sign the terms of use for it"
                                    + " (HelseID Selvbetjening and Altinn), or it must go from ajour.apis.%s.scope")
                            .formatted(Redaction.of(rejected.toString(), 200), order.tenant(), order.api()));
        }
        if (granted != null) {
            var missing = new TreeSet<>(order.scopes());
            missing.removeAll(granted.toStringList());
            if (!missing.isEmpty()) {
                throw wrong(
                        order,
                        "came without the scope %s: ask for it in HelseID Selvbetjening, or correct ajour.apis.%s.scope"
                                .formatted(String.join(" ", missing), order.api()));
            }
        }
    }

    /** A token that is not a JWT is the API's secret and is not looked into. */
    private void checkClaims(TokenOrder order, String token) {
        JWTClaimsSet claims;
        Object confirmation;
        try {
            claims = SignedJWT.parse(token).getJWTClaimsSet();
            confirmation = claims.getClaim("cnf");
        } catch (java.text.ParseException e) {
            return;
        }
        if (order.scheme() == TokenScheme.DPOP
                && !(confirmation instanceof Map<?, ?> cnf && thumbprint.equals(cnf.get("jkt")))) {
            throw wrong(
                    order,
                    "came that is not bound to our DPoP key: check the client's registration"
                            + " in HelseID Selvbetjening, and that no proxy changes the DPoP header");
        }
        Object parent = claims.getClaim(PARENT);
        if (parent != null && !parent.equals(order.tenant().orgnr())) {
            throw wrong(order, "came for another organisation: check ajour.helseid.tenancy and ajour.tenants");
        }
    }

    private static WrongInstallation wrong(TokenOrder order, String problem) {
        return new WrongInstallation("HelseID: " + order + " " + problem);
    }
}
