package no.ajour.digitalactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import no.ajour.failure.TryLater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeListReaderTest {

    @Test
    void offset_is_kept_as_it_came() {
        assertThat(read("{\"fnr\":[],\"offset\":\"2026-05-26T10:00:00+02:00 'a' %s {0} \u00e6\"}"))
                .isEqualTo("2026-05-26T10:00:00+02:00 'a' %s {0} \u00e6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\ud800", "a\\u001b[2J", "a\\r\\nb"})
    void offset_that_cannot_be_kept_or_sent_back_moves_nothing(String offset) {
        assertThatThrownBy(() -> read("{\"fnr\":[],\"offset\":\"" + offset + "\"}"))
                .isInstanceOf(TryLater.class)
                .hasMessageContaining("has an offset that cannot be kept")
                .hasNoCause();
    }

    @Test
    void offset_too_long_to_be_sent_back_moves_nothing() {
        assertThatThrownBy(() -> read("{\"fnr\":[],\"offset\":\"" + "a".repeat(10_000) + "\"}"))
                .isInstanceOf(TryLater.class)
                .hasMessageContaining("has an offset that cannot be kept");
    }

    @Test
    void list_nested_without_end_moves_nothing() {
        assertThatThrownBy(() -> read("{\"offset\":\"a\",\"fnr\":" + "[".repeat(100_000)))
                .isInstanceOf(TryLater.class)
                .hasNoCause();
    }

    private static String read(String body) {
        return ChangeListReader.read(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), new ChangeCounts(null));
    }
}
