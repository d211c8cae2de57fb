package no.ajour.sandbox;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an access token says. {@code jkt} is the thumbprint of the DPoP key it is bound to; null for a Bearer token. */
record AccessToken(
        String jti,
        String clientId,
        Set<String> audiences,
        Set<String> scopes,
        @Nullable Organisation organisation,
        @Nullable String jkt,
        Instant issued,
        Instant expires) {}
