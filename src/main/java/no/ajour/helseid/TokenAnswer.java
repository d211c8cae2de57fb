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
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import no.ajour.failure.Redaction;
import no.ajour.failure.TryLater;
import no.ajour.http.ApiResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reads a token from HelseID's answer and checks that it is the one asked for: a 200 can grant less than was asked, and a
 * token for another organisation, API or key would fail, or worse, later.
 */
final class TokenAnswer {
    private static final long LONGEST = 1024 * 1024;
    private static final long LONGEST_LIFE = Duration.ofDays(1).toSeconds();
    private static final String PARENT = "helseid://claims/client/claims/orgnr_parent";

    private final Duration renewalMargin;

    TokenAnswer(Duration renewalMargin) {
        this.renewalMargin = renewalMargin;
    }

    /**
     * The token that was asked for.
     *
     * @param sent when it was asked for: its life is counted from then
     * @param proofs by the key that it must be bound to; null for a Bearer token
     * @throws TokenRefused if it is another token than was asked for
     */
    AccessToken check(TokenOrder order, @Nullable DpopProofs proofs, Instant sent, AccessTokenResponse parsed) {
        var token = parsed.getTokens().getAccessToken();
        checkType(order, token.getType().getValue());
        Set<String> scopes =
                scopes(order, token.getScope(), parsed.getCustomParameters().get("rejected_scope"));
        String parent = parent(order, proofs, token.getValue());
        requireSendable(order, token.getValue());
        Duration life = Duration.ofSeconds(Math.clamp(token.getLifetime(), 0, LONGEST_LIFE));
        Duration half = life.dividedBy(2);
        Duration margin = renewalMargin.compareTo(half) < 0 ? renewalMargin : half;
        var facts = new TokenFacts(scopes, parent, life);
        return new AccessToken(token.getValue(), sent.plus(life).minus(margin), facts, proofs);
    }

    /**
     * Reads an answer of status 200.
     *
     * @param what was asked for, for the message
     * @throws TryLater if it is not a token answer
     */
    static AccessTokenResponse parse(String what, ApiResponse response) {
        byte[] body = response.bytes(LONGEST);
        try {
            return AccessTokenResponse.parse(JSONObjectUtils.parse(new String(body, StandardCharsets.UTF_8)));
        } catch (ParseException e) {
            // Not a cause: a parser's message may quote the token.
            throw new TryLater(what + " was answered 200 with something else");
        }
    }

    // RFC 6750 section 2.1 and RFC 9449 section 7.1; OkHttp takes no header with anything else.
    private static void requireSendable(TokenOrder order, String token) {
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new TokenRefused(
                    order, "came with characters that no header can have", "ask NHN, and check proxies on the way");
        }
    }

    private static void checkType(TokenOrder order, String type) {
        if (!type.equalsIgnoreCase(order.scheme().word())) {
            throw new TokenRefused(
                    order,
                    "of type %s came, not %s"
                            .formatted(Redaction.of(type, 20), order.scheme().word()),
                    "correct ajour.apis.%s.scheme, or the client's registration".formatted(order.api()));
        }
    }

    private static Set<String> scopes(TokenOrder order, @Nullable Scope named, @Nullable Object rejected) {
        Set<String> granted = named == null ? order.scopes() : new TreeSet<>(named.toStringList());
        if (rejected != null && !rejected.toString().isBlank()) {
            throw without(
                    order,
                    Redaction.of(rejected.toString(), 200),
                    granted,
                    "%s must sign the terms of use for it (HelseID Selvbetjening and Altinn), or it must go from"
                            + " ajour.apis.%s.scope");
        }
        var missing = new TreeSet<>(order.scopes());
        missing.removeAll(granted);
        if (!missing.isEmpty()) {
            throw without(
                    order,
                    String.join(" ", missing),
                    granted,
                    "ask for it for %s in HelseID Selvbetjening, or correct ajour.apis.%s.scope");
        }
        return granted;
    }

    /** @param fix with places for the tenant and the API */
    private static TokenRefused without(TokenOrder order, String missing, Set<String> granted, String fix) {
        var rest = new TreeSet<>(order.scopes());
        rest.retainAll(granted);
        rest.removeAll(Arrays.asList(missing.split(" ")));
        return new TokenRefused(
                order,
                "came without the scope " + missing + (rest.isEmpty() ? "" : ", with " + String.join(" ", rest)),
                fix.formatted(order.tenant(), order.api()));
    }

    /** The organisation it names. A token that is not a JWT is the API's secret and is not looked into. */
    private static @Nullable String parent(TokenOrder order, @Nullable DpopProofs proofs, String token) {
        JWTClaimsSet claims;
        Object confirmation;
        try {
            claims = SignedJWT.parse(token).getJWTClaimsSet();
            confirmation = claims.getClaim("cnf");
        } catch (java.text.ParseException e) {
            return null;
        }
        if (proofs != null
                && !(confirmation instanceof Map<?, ?> cnf
                        && proofs.thumbprint().equals(cnf.get("jkt")))) {
            throw new TokenRefused(
                    order,
                    "came that is not bound to our DPoP key",
                    "check the client's registration in HelseID Selvbetjening, and that no proxy changes the DPoP"
                            + " header");
        }
        // HelseID names in aud what was asked for in resource. Another API could use what is sent to it.
        if (order.audience() != null
                && !claims.getAudience().isEmpty()
                && !claims.getAudience().contains(order.audience())) {
            throw new TokenRefused(
                    order, "came for another API", "correct ajour.apis.%s.audience".formatted(order.api()));
        }
        Object parent = claims.getClaim(PARENT);
        if (parent != null && !parent.equals(order.tenant().orgnr())) {
            throw new TokenRefused(
                    order, "came for another organisation", "check ajour.helseid.tenancy and ajour.tenants");
        }
        return parent == null ? null : parent.toString();
    }
}
