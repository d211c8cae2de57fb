package no.ajour.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTimeTest {

    @Test
    void date_is_the_servers_clock() {
        try (var answer = HttpParsers.answer(new byte[0], "Date", "Sun, 01 Mar 2026 12:00:42 GMT")) {
            assertThat(answer.serverTime()).isEqualTo(Instant.parse("2026-03-01T12:00:42Z"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 292278993 08:49:37 GMT",
                "Sun, 01 Mar 2026 12:0845549613:42 GMT",
                "Sun, 06 Nov 1931 08:49:37 GMT",
                "yesterday"
            })
    void date_that_no_clock_can_show_tells_nothing(String date) {
        try (var answer = HttpParsers.answer(new byte[0], "Date", date)) {
            assertThat(answer.serverTime()).isNull();
        }
    }
}
