package no.ajour.helseid;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import no.ajour.failure.TryLater;
import no.ajour.http.Timing;

/**
 * One token per key, and never two fetches of it at once. A fetch belongs to nobody who waits for it: it runs on a thread
 * of its own, so that a caller who is interrupted leaves, and the others still get their token. A failed fetch fails
 * everyone who waited for it, and is not remembered.
 */
final class TokenCache {
    // Not virtual ones: those of a person's token read the database, and none of those may use a socket.
    private static final Executor FETCHES =
            fetch -> Thread.ofPlatform().daemon().name("ajour-token").start(fetch);

    private final ConcurrentMap<TokenKey, CompletableFuture<AccessToken>> tokens = new ConcurrentHashMap<>();
    private final Timing timing;

    TokenCache(Timing timing) {
        this.timing = timing;
    }

    AccessToken get(TokenKey key, Supplier<AccessToken> fetch) {
        return await(tokens.compute(
                key,
                (same, held) -> held != null && isGood(held) ? held : CompletableFuture.supplyAsync(fetch, FETCHES)));
    }

    private boolean isGood(Future<AccessToken> held) {
        return switch (held.state()) {
            case RUNNING -> true;
            case SUCCESS -> timing.instant().isBefore(held.resultNow().renewAt());
            case FAILED, CANCELLED -> false;
        };
    }

    private static AccessToken await(Future<AccessToken> fetch) {
        try {
            return fetch.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryLater("the wait for a token was stopped; what is left is done by the next run");
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Drops that very token; one that another thread has fetched meanwhile is kept. */
    void drop(TokenKey key, AccessToken refused) {
        tokens.computeIfPresent(
                key,
                (same, held) ->
                        held.state() == Future.State.SUCCESS && held.resultNow().equals(refused) ? null : held);
    }
}
