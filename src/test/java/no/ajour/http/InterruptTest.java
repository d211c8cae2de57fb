package no.ajour.http;

import static no.ajour.http.ApiFixture.TENANT;
import static no.ajour.http.ApiFixture.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.SocketEffect;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a platform thread waits for here lasts minutes, unless the interrupt ends it. */
class InterruptTest {
    private static final ApiRequest GET = ApiRequest.get("search of Bundle", TENANT, "/v1");
    private static final Timing REAL = Timing.of(InstantSource.system());

    private final ApiFixture fixture = new ApiFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void ends_the_wait_for_an_answer() throws Exception {
        fixture.answers(
                response(200).onResponseStart(SocketEffect.Stall.INSTANCE).build());
        Api api = fixture.api(REAL);
        interruptWhenWaiting(() -> api.send(GET), 1);
    }

    @Test
    void ends_the_wait_for_more_of_a_body() throws Exception {
        fixture.answers(response(200)
                .body("x".repeat(1000))
                .onResponseBody(SocketEffect.Stall.INSTANCE)
                .build());
        Api api = fixture.api(REAL);
        interruptWhenWaiting(
                () -> {
                    try (ApiResponse answer = api.send(GET)) {
                        answer.bytes(1000);
                    }
                },
                1);
    }

    @Test
    void ends_the_wait_before_another_attempt() throws Exception {
        fixture.answers(503, "Retry-After: 100");
        Api api = fixture.api(REAL);
        interruptWhenWaiting(() -> api.send(GET), 1);
    }

    @Test
    void ends_the_wait_for_ones_turn() throws Exception {
        fixture.with("requests-per-second", "0.01").answers(200);
        Api api = fixture.api(REAL);
        interruptWhenWaiting(
                () -> {
                    api.send(GET).close();
                    api.send(GET).close();
                },
                1);
    }

    private void interruptWhenWaiting(Runnable work, int requests) throws InterruptedException {
        var thrown = new AtomicReference<@Nullable Throwable>();
        var stillSet = new AtomicBoolean();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                thrown.set(e);
                stillSet.set(Thread.currentThread().isInterrupted());
            }
        });
        await().until(() -> fixture.server.getRequestCount() == requests
                && (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING));
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
        assertThat(thrown.get()).isInstanceOf(TryLater.class).hasMessageContaining("stopped");
        assertThat(stillSet).isTrue();
    }
}
