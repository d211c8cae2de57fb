package no.ajour.sandbox;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an access token says. {@code jkt} is the thumbprint of the DPoP key it is bound to; null for a Bearer token.
 * {@code user} is null for a token that is the client's own.
 */
record AccessToken(
        String jti,
        String clientId,
        Set<String> audiences,
        Set<String> scopes,
        @Nullable Organisation organisation,
        @Nullable String jkt,
        @Nullable UserClaims user,
        Instant issued,
        Instant expires) {}
