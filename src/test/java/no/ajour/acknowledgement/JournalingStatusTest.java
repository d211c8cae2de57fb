package no.ajour.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Objects;
import no.ajour.failure.TryLater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalingStatusTest {

    @Test
    void the_documented_example_is_journaled_although_its_times_are_out_of_order() {
        var status = parse("""
                {"registered": "2025-02-14T12:01:02+01:00", "read": "2025-02-14T13:13:13+01:00",
                 "journaled" : "2025-02-10T18:17:16+01:00", "failed": null}
                """);

        assertThat(status.journaled()).isEqualTo(OffsetDateTime.parse("2025-02-10T18:17:16+01:00"));
        assertThat(status.failed()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"journaled\": \"2026-05-26T10:06:17.01493+00:00\"}",
                "{\"journalingAcknowledged\": \"2026-05-26T10:06:17.01493Z\"}",
                "{\"journaled\": null, \"journalingAcknowledged\": \"2026-05-26T12:06:17.01493+02:00\"}",
                "{\"journaled\": \"2026-05-26T10:06:17.01493Z\", \"journalingAcknowledged\": null, \"more\": {\"a\": []}}",
            })
    void either_spelling_will_do(String json) {
        assertThat(Objects.requireNonNull(parse(json).journaled()).toInstant()).isEqualTo("2026-05-26T10:06:17.01493Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"journaled\": null}",
                "{\"journalingAcknowledged\": null, \"journaled\": null, \"failed\": false}",
                "{\"read\": \"2026-05-26T10:06:17Z\", \"failed\": \"\"}"
            })
    void null_or_missing_is_not_journaled_and_not_failed(String json) {
        assertThat(parse(json)).isEqualTo(new JournalingStatus(null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "<html>",
                "{\"journaled\": \"2026",
                "{\"journaled\": true}",
                "{\"journaled\": \"yes\"}"
            })
    void what_cannot_be_read_confirms_nothing(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(TryLater.class).hasNoCause();
    }

    @Test
    void a_failure_is_told_in_short_and_without_numbers() {
        var failed = parse("{\"failed\": {\"reason\": \"patient 01810198765 %s\"}}".formatted("x".repeat(1000)))
                .failed();

        assertThat(failed).contains("reason").doesNotContain("01810198765").hasSizeLessThan(400);
    }

    private static JournalingStatus parse(String json) {
        return JournalingStatus.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
