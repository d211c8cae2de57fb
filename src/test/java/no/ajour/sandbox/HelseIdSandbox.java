package no.ajour.sandbox;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** HelseID (helseid.md): its registered clients, and how strict it is. */
public final class HelseIdSandbox {
    private final ShiftedClock clock;
    private final AccessTokens tokens;
    private final ClientAssertions assertions;
    private final DpopProofs proofs;
    private final Logins logins = new Logins();
    private final Set<Rejection> rejections = ConcurrentHashMap.newKeySet();
    private volatile Duration tokenLife = Duration.ofSeconds(60);
    private volatile boolean nonceRequired = true;
    private volatile Predicate<String> bearerScopes = scope ->
            Set.of(HelsenorgeSandbox.AUDIENCE, KjernejournalSandbox.AUDIENCE).contains(audience(scope));

    /** A scope that the organisation has not signed the terms for; of any organisation when it is null. */
    private record Rejection(String scope, @Nullable String orgnr) {}

    HelseIdSandbox(ShiftedClock clock, AccessTokens tokens, ClientAssertions assertions, DpopProofs proofs) {
        this.clock = clock;
        this.tokens = tokens;
        this.proofs = proofs;
        this.assertions = assertions;
    }

    /**
     * Registers a client, in place of one of the same id.
     *
     * @param publicKey with a {@code kid}
     * @param orgnrs multi-tenant: the parents that have delegated to it; single-tenant: exactly its own parent
     */
    public void register(String clientId, JWK publicKey, Set<String> scopes, boolean multiTenant, Set<String> orgnrs) {
        assertions
                .clients()
                .put(clientId, new HelseIdClient(clientId, new JWKSet(publicKey), scopes, multiTenant, orgnrs));
    }

    /** Registers one more key of a client. */
    public void addKey(String clientId, JWK publicKey) {
        assertions.clients().computeIfPresent(clientId, (id, client) -> client.with(publicKey));
    }

    /** Forgets a key of a client. */
    public void removeKey(String clientId, String kid) {
        assertions.clients().computeIfPresent(clientId, (id, client) -> client.without(kid));
    }

    /** Lets every client that is registered ask for more scopes. */
    public void addScopes(Set<String> scopes) {
        assertions.clients().replaceAll((id, client) -> client.with(scopes));
    }

    /** Who can log in, and who has. */
    public Logins logins() {
        return logins;
    }

    /** How long tokens live; 60 seconds at first. */
    public void tokenLife(Duration life) {
        tokenLife = life;
    }

    /** Whether a proof at the token endpoint must carry a nonce from here; at first it must. */
    public void requireNonce(boolean required) {
        nonceRequired = required;
    }

    /** How far ahead {@code exp} of an assertion may be; 60 seconds at first. */
    public void longestAssertionLife(Duration life) {
        assertions.longestLife(life);
    }

    /** Which scopes a client may have in a Bearer token; at first those of Helsenorge. */
    public void allowBearer(Predicate<String> scope) {
        bearerScopes = scope;
    }

    /** Answers 200 without this scope, naming it in {@code rejected_scope}, for one organisation or for all (null). */
    public void rejectScope(String scope, @Nullable String orgnr) {
        rejections.add(new Rejection(scope, orgnr));
    }

    public void acceptAllScopes() {
        rejections.clear();
    }

    /**
     * For benchmarks: verifies the signature of one proof in so many, everywhere; all else about each proof is still
     * checked. A signature costs the sandbox a millisecond or more, half of what a small request costs in all.
     */
    public void verifyProofSignatures(int oneIn) {
        proofs.verifyOneIn(oneIn);
    }

    /** Every token issued so far is refused from now on, before its time. */
    public void expireTokens() {
        tokens.expireAll();
    }

    /**
     * Its clock, and that of whoever checks tokens and proofs, is ahead of the client's from now on; behind if negative. The Date
     * header is a fault of its own.
     */
    public void clockAhead(Duration by) {
        clock.ahead(by);
    }

    /** Signs with a new key. The old ones stay published. */
    public void rotateKeys() {
        tokens.rotate();
    }

    boolean isNonceRequired() {
        return nonceRequired;
    }

    Duration tokenLife() {
        return tokenLife;
    }

    boolean mayBeBearer(Set<String> scopes) {
        return scopes.stream().allMatch(bearerScopes);
    }

    boolean isRejected(String scope, @Nullable Organisation organisation) {
        return rejections.contains(new Rejection(scope, null))
                || (organisation != null && rejections.contains(new Rejection(scope, organisation.parent())));
    }

    /** {@code nhn:jft} of {@code nhn:jft/api}. */
    static String audience(String scope) {
        int slash = scope.indexOf('/');
        return slash < 0 ? scope : scope.substring(0, slash);
    }
}
