package no.ajour.http;

import static no.ajour.http.ApiFixture.TENANT;
import static no.ajour.http.ApiFixture.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import mockwebserver3.SocketEffect;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiBodyTest {
    private static final ApiRequest GET = ApiRequest.get("search of Bundle", TENANT, "/v1");

    private final ApiFixture fixture = new ApiFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void a_body_is_read_to_its_last_byte() throws Exception {
        byte[] sent = new byte[1_000_003];
        new java.util.Random(7).nextBytes(sent);
        fixture.answers(response(200).body(new Buffer().write(sent)).build());
        try (ApiResponse answer = fixture.api().send(GET)) {
            assertThat(answer.body().readAllBytes()).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1000, 300_000})
    void a_body_that_is_cut_is_never_taken_for_complete(int length) {
        fixture.answers(response(200)
                .body("x".repeat(length))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        try (ApiResponse answer = fixture.api().send(GET)) {
            assertThatThrownBy(() -> answer.body().readAllBytes())
                    .isInstanceOf(TryLater.class)
                    .hasMessageContaining("broke off")
                    .hasNoCause();
        }
    }

    @Test
    void a_body_that_is_cut_between_chunks_is_never_taken_for_complete() {
        fixture.answers(response(200, "Transfer-Encoding: chunked")
                .body("x".repeat(300_000))
                .setHeader("Content-Length", 600_000)
                .removeHeader("Transfer-Encoding")
                .onResponseEnd(new SocketEffect.CloseSocket())
                .build());
        try (ApiResponse answer = fixture.api().send(GET)) {
            assertThatThrownBy(() -> answer.bytes(1_000_000))
                    .isInstanceOf(TryLater.class)
                    .hasMessageContaining("300000 bytes");
        }
    }

    @Test
    void a_longer_body_than_wanted_is_not_held() {
        fixture.answers(response(200).body("12345").build())
                .answers(response(200).body("12345").build());
        Api api = fixture.api();
        try (ApiResponse answer = api.send(GET)) {
            assertThat(answer.bytes(5)).isEqualTo("12345".getBytes(StandardCharsets.UTF_8));
        }
        try (ApiResponse answer = api.send(GET)) {
            assertThatThrownBy(() -> answer.bytes(4)).isInstanceOf(TryLater.class);
        }
    }

    @Test
    void an_error_body_that_is_cut_does_not_hide_the_error() {
        fixture.answers(response(400)
                .body("x".repeat(1000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(GET))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("was answered 400 [");
    }

    @Test
    void what_is_not_http_tells_nothing_of_itself() {
        fixture.with("attempts", "1")
                .answers(response(200).status("HTTP/1.1 01810112345 x").build());
        Api api = fixture.api();
        assertThatThrownBy(() -> api.send(GET))
                .isInstanceOf(TryLater.class)
                .hasMessageNotContaining("01810112345")
                .hasNoCause();
    }
}
