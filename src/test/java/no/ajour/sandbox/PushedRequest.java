package no.ajour.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An authorization request that a client has left at HelseID (RFC 9126), checked. */
record PushedRequest(
        HelseIdClient client,
        Set<String> scopes,
        List<String> resources,
        URI redirectUri,
        String state,
        String nonce,
        String challenge,
        @Nullable String jkt,
        @Nullable Object details,
        Instant pushed) {}
