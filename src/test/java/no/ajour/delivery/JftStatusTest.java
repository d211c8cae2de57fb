package no.ajour.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import no.ajour.failure.TryLater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JftStatusTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "0001-01-01T00:00:00+01:00",
                "+10000-01-01T00:00:00Z",
                "yesterday"
            })
    void time_that_no_event_can_have_is_neither_confirmed_nor_denied(String time) {
        var status = JftStatus.parse(("{\"registered\":\"" + time + "\"}").getBytes(UTF_8));

        assertThatThrownBy(() -> status.time("registered")).isInstanceOf(TryLater.class);
    }

    @Test
    void what_failed_is_one_line_that_can_be_kept_and_shown() {
        var status = JftStatus.parse("{\"failed\":{\"x\":\"a\\u0000\\r\\n\\u001b[31mb\\ud800\"}}".getBytes(UTF_8));

        assertThat(status.failed()).isNotNull().doesNotContain("\0", "\n", "\u001b", "\ud800");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "", "{", "1e999999999"})
    void what_is_no_object_is_for_later(String body) {
        assertThatThrownBy(() -> JftStatus.parse(body.getBytes(UTF_8)))
                .isInstanceOf(TryLater.class)
                .hasNoCause();
    }

    @Test
    void depth_is_for_later() {
        assertThatThrownBy(() -> JftStatus.parse("[".repeat(100_000).getBytes(UTF_8)))
                .isInstanceOf(TryLater.class)
                .hasNoCause();
    }
}
