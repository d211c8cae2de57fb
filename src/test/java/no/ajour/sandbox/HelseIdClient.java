package no.ajour.sandbox;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.util.Set;

/**
 * A client as registered with HelseID.
 *
 * @param keys public keys, each with a {@code kid}
 * @param scopes what it may ask for, such as {@code nhn:jft/api}; what stands before the slash is the audience
 * @param multiTenant whether it acts for several organisations, and then must say which
 * @param orgnrs multi-tenant: those that have delegated to it; single-tenant: exactly its own parent
 */
record HelseIdClient(String clientId, JWKSet keys, Set<String> scopes, boolean multiTenant, Set<String> orgnrs) {
    HelseIdClient {
        scopes = Set.copyOf(scopes);
        orgnrs = Set.copyOf(orgnrs);
        if (!multiTenant && orgnrs.size() != 1) {
            throw new IllegalArgumentException("A single-tenant client has exactly one parent organisation");
        }
        if (keys.getKeys().stream().anyMatch(key -> key.getKeyID() == null || key.isPrivate())) {
            throw new IllegalArgumentException("Register public keys with a kid");
        }
    }

    HelseIdClient with(JWK key) {
        var all = new java.util.ArrayList<>(keys.getKeys());
        all.add(key);
        return new HelseIdClient(clientId, new JWKSet(all), scopes, multiTenant, orgnrs);
    }

    HelseIdClient with(Set<String> more) {
        var all = new java.util.TreeSet<>(scopes);
        all.addAll(more);
        return new HelseIdClient(clientId, keys, all, multiTenant, orgnrs);
    }

    HelseIdClient without(String kid) {
        var rest = keys.getKeys().stream()
                .filter(key -> !key.getKeyID().equals(kid))
                .toList();
        return new HelseIdClient(clientId, new JWKSet(rest), scopes, multiTenant, orgnrs);
    }
}
