package no.ajour.helseid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import no.ajour.failure.TryLater;
import no.ajour.http.SteppedTiming;
import no.ajour.http.TokenScheme;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
    private static final TokenKey KEY =
            new TokenKey("issuer", "client", "kid", null, Set.of("a"), "999988881", null, TokenScheme.DPOP, false);

    private final SteppedTiming timing = new SteppedTiming();
    private final TokenCache cache = new TokenCache(timing);
    private final AtomicInteger fetches = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Queue<Object> outcomes = new ConcurrentLinkedQueue<>();

    @Test
    void fifty_callers_at_once_make_one_fetch() throws Exception {
        var threads = fifty(this::fetched);
        gate.countDown();
        join(threads);
        assertThat(fetches).hasValue(1);
        assertThat(outcomes).hasSize(50).containsOnly(token("token-1"));
    }

    @Test
    void a_failed_fetch_fails_all_who_waited_and_is_not_remembered() throws Exception {
        var failure = new TryLater("down");
        var threads = fifty(() -> {
            fetched();
            throw failure;
        });
        gate.countDown();
        join(threads);
        assertThat(fetches).hasValue(1);
        assertThat(outcomes).hasSize(50).containsOnly(failure);
        assertThat(cache.get(KEY, this::fetched)).isEqualTo(token("token-2"));
    }

    @Test
    void an_interrupted_caller_leaves_and_the_others_get_their_token() throws Exception {
        var threads = fifty(this::fetched);
        threads.getFirst().interrupt();
        assertThat(threads.getFirst().join(Duration.ofSeconds(5))).isTrue();
        assertThat(outcomes).singleElement().isInstanceOf(TryLater.class);
        gate.countDown();
        join(threads);
        assertThat(fetches).hasValue(1);
        assertThat(outcomes).hasSize(50).filteredOn(token("token-1")::equals).hasSize(49);
    }

    @Test
    void only_the_refused_token_is_dropped() {
        gate.countDown();
        AccessToken first = cache.get(KEY, this::fetched);
        cache.drop(KEY, first);
        AccessToken second = cache.get(KEY, this::fetched);
        cache.drop(KEY, first);
        assertThat(cache.get(KEY, this::fetched)).isSameAs(second);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void a_token_tells_nothing_of_its_value() {
        assertThat(token("secret").toString()).doesNotContain("secret");
    }

    @Test
    void a_bug_is_not_dressed_up() {
        assertThatThrownBy(() -> cache.get(KEY, () -> {
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bug");
    }

    private AccessToken fetched() {
        int number = fetches.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return token("token-" + number);
    }

    private static AccessToken token(String value) {
        var facts = new TokenFacts(Set.of("a"), null, Duration.ofSeconds(60));
        return new AccessToken(value, SteppedTiming.START.plusSeconds(50), facts, null);
    }

    private List<Thread> fifty(Supplier<AccessToken> fetch) {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 50; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    outcomes.add(cache.get(KEY, fetch));
                } catch (RuntimeException e) {
                    outcomes.add(e);
                }
            }));
        }
        await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        return threads;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
    }
}
