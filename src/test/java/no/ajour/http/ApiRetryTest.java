package no.ajour.http;

import static no.ajour.http.ApiFixture.TENANT;
import static no.ajour.http.ApiFixture.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiRetryTest {
    private static final ApiRequest GET = ApiRequest.get("search of Bundle", TENANT, "/v1");
    private static final ApiRequest POST = ApiRequest.post("acknowledgement of event 7", TENANT, "/v1");
    private static final MockResponse CUT_BEFORE_ANSWER =
            response(200).onResponseStart(new SocketEffect.CloseSocket()).build();

    private final ApiFixture fixture = new ApiFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void a_get_is_tried_again_with_growing_random_waits_and_a_new_proof(int status) throws Exception {
        fixture.answers(status).answers(status).answers(200);
        fixture.api().send(GET).close();
        assertThat(fixture.timing.sleeps()).hasSize(2);
        assertThat(fixture.timing.sleeps().get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(750));
        assertThat(fixture.timing.sleeps().get(1)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
        assertThat(fixture.took().getHeaders().get("DPoP")).isEqualTo("proof-1");
        assertThat(fixture.took().getHeaders().get("DPoP")).isEqualTo("proof-2");
        assertThat(fixture.took().getHeaders().get("DPoP")).isEqualTo("proof-3");
    }

    @Test
    void attempts_run_out() {
        fixture.answers(500).answers(500).answers(500).answers(500).answers(200);
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(GET))
                .isInstanceOf(TryLater.class)
                .hasMessageContaining("jft-read: search of Bundle for Lillevik (999988881) was answered 500")
                .hasMessageContaining("Tried 4 times");
        assertThat(fixture.server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void retry_after_in_seconds_is_obeyed() {
        fixture.answers(503, "Retry-After: 7").answers(200);
        fixture.api().send(GET).close();
        assertThat(fixture.timing.sleeps()).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void retry_after_as_a_date_is_taken_by_the_servers_clock() {
        fixture.answers(503, "Date: Sun, 01 Mar 2026 13:00:00 GMT", "Retry-After: Sun, 01 Mar 2026 13:00:20 GMT")
                .answers(200);
        fixture.api().send(GET).close();
        assertThat(fixture.timing.sleeps()).containsExactly(Duration.ofSeconds(20));
    }

    @Test
    void a_longer_retry_after_than_allowed_ends_it_at_once_and_says_when() {
        fixture.answers(429, "Retry-After: 3600");
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(GET))
                .isInstanceOf(TryLater.class)
                .hasMessageContaining("2026-03-01T13:00:00Z");
        assertThat(fixture.timing.sleeps()).isEmpty();
        assertThat(fixture.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void all_callers_wait_while_the_server_says_429() {
        fixture.with("attempts", "1").answers(429, "Retry-After: 30").answers(200);
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(GET)).isInstanceOf(TryLater.class);
        api.send(GET).close();
        assertThat(fixture.timing.instant()).isEqualTo(SteppedTiming.START.plusSeconds(30));
    }

    @Test
    void nothing_is_repeated_behind_our_back_on_retry_after_zero() {
        fixture.with("attempts", "1").answers(503, "Retry-After: 0").answers(200);
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(GET)).isInstanceOf(TryLater.class).hasMessageContaining("answered 503");
        assertThat(fixture.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_get_that_was_cut_is_tried_again() {
        fixture.answers(CUT_BEFORE_ANSWER).answers(200);
        fixture.api().send(GET).close();
        assertThat(fixture.server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void a_post_that_was_cut_is_not_sent_again_and_the_message_says_that_its_outcome_is_unknown() {
        fixture.answers(CUT_BEFORE_ANSWER).answers(200);
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(POST))
                .isInstanceOf(TryLater.class)
                .hasMessageContaining("event 7")
                .hasMessageContaining("not known");
        assertThat(fixture.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_post_that_was_cut_on_a_connection_used_before_is_not_sent_again() {
        fixture.answers(200).answers(CUT_BEFORE_ANSWER).answers(200);
        Api api = fixture.api();
        api.send(POST).close();
        assertThatThrownBy(() -> api.send(POST)).isInstanceOf(TryLater.class);
        assertThat(fixture.server.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void a_post_whose_processing_is_unknown_is_not_sent_again(int status) {
        fixture.answers(status).answers(200);
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(POST)).isInstanceOf(TryLater.class).hasMessageContaining("not known");
        assertThat(fixture.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_post_that_was_certainly_not_processed_is_sent_again() {
        fixture.answers(429).answers(503, "Retry-After: 1").answers(401).answers(200);
        fixture.api().send(POST).close();
        assertThat(fixture.server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void a_post_that_never_left_is_tried_again() throws IOException {
        try (var closed = new ServerSocket(0)) {
            fixture.with("base-url", "http://localhost:" + closed.getLocalPort());
        }
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(POST))
                .isInstanceOf(TryLater.class)
                .hasMessageContaining("no connection could be made")
                .hasMessageContaining("Tried 4 times");
        assertThat(fixture.timing.sleeps()).hasSize(3);
    }

    @Test
    void a_repeatable_post_is_tried_again() {
        fixture.answers(500).answers(200);
        fixture.api().send(POST.repeatable()).close();
        assertThat(fixture.server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void a_silent_server_is_left_after_the_read_timeout() {
        fixture.with("read-timeout", "50ms")
                .with("attempts", "1")
                .answers(response(200)
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build());
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(GET)).isInstanceOf(TryLater.class).hasMessageContaining("time limit");
    }

    @Test
    void an_outage_is_not_amplified_beyond_the_retry_budget() {
        fixture.with("retry-reserve", "2").with("retry-percent", "10").with("first-backoff", "1ms");
        Api api = fixture.api();
        for (int i = 0; i < 200; i++) {
            fixture.answers(500);
        }
        for (int call = 0; call < 100; call++) {
            assertThatThrownBy(() -> api.send(GET)).isInstanceOf(TryLater.class);
        }
        // 100 calls, 2 retries from the reserve and 10 from the percentage; a little refill while waiting.
        assertThat(fixture.server.getRequestCount()).isBetween(108, 112);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 413, 422})
    void a_refusal_for_good_is_not_tried_again(int status) {
        fixture.answers(response(status)
                .body("{\"Code\":\"A-1\",\"Message\":\"fnr 01810112345 unknown\"}")
                .build());
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(GET))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("answered " + status + " (A-1: fnr *** unknown)");
        assertThat(fixture.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void an_expected_status_is_the_callers() {
        fixture.answers(
                response(409).body("{\"Code\":\"A-1\",\"Message\":\"seen\"}").build());
        try (ApiResponse answer = fixture.api().send(POST.expecting(400, 409))) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.error()).isEqualTo(new ApiError("A-1", "seen"));
        }
    }

    @Test
    void the_correlation_id_is_the_same_over_attempts_new_for_each_call_and_in_the_message() throws Exception {
        fixture.answers(500).answers(404).answers(200);
        Api api = fixture.api();
        var failure = org.assertj.core.api.Assertions.catchThrowable(() -> api.send(GET));
        String first = fixture.took().getHeaders().get("X-Correlation-ID");
        String second = fixture.took().getHeaders().get("X-Correlation-ID");
        assertThat(first).isNotEmpty().isEqualTo(second);
        assertThat(failure).hasMessageContaining(first);
        try (ApiResponse answer = api.send(GET)) {
            String third = fixture.took().getHeaders().get("X-Correlation-ID");
            assertThat(third).isNotEqualTo(first).isEqualTo(answer.correlationId());
        }
        assertThat(org.slf4j.MDC.get(Api.CORRELATION_ID)).isNull();
    }

    @Test
    void server_time_is_the_date_header() {
        fixture.answers(200, "Date: Sun, 01 Mar 2026 13:00:00 GMT").answers(200);
        Api api = fixture.api();
        try (ApiResponse answer = api.send(GET)) {
            assertThat(answer.serverTime()).isEqualTo(Instant.parse("2026-03-01T13:00:00Z"));
        }
        try (ApiResponse answer = api.send(GET)) {
            assertThat(answer.serverTime()).isNull();
        }
    }
}
