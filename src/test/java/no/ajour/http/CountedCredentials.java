package no.ajour.http;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/** Tokens token-1, token-2 and so on: the next one when one was refused. A proof says which nonce it was given. */
public final class CountedCredentials implements Credentials {
    public final AtomicInteger grants = new AtomicInteger();
    public final AtomicInteger proofs = new AtomicInteger();
    private final AtomicInteger token = new AtomicInteger(1);

    @Override
    public Grant grant(String api, ApiProperties properties, Tenant tenant) {
        grants.incrementAndGet();
        int mine = token.get();
        return new Grant() {
            @Override
            public Map<String, String> headers(String method, URI url, @Nullable String nonce) {
                String authorization = properties.scheme().word() + " token-" + mine;
                String proof = "proof-" + proofs.incrementAndGet() + (nonce == null ? "" : " nonce " + nonce);
                return Map.of("Authorization", authorization, "DPoP", proof);
            }

            @Override
            public void refused() {
                token.compareAndSet(mine, mine + 1);
            }
        };
    }
}
