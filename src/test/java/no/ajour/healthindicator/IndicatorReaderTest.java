package no.ajour.healthindicator;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import no.ajour.http.HttpParsers;
import no.ajour.refresh.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndicatorReaderTest {
    // The rebuilt example of Kjernejournal's documentation, with the field that any answer may have besides.
    private static final String EXAMPLE = """
            {"sistEndretKritiskInfoDato":"2022-05-18T11:01:55.000Z",
             "sistEndretKritiskInfo":[{"kategori":"OVER_REAK","sistEndret":"2022-05-18T11:01:55.000Z"}],
             "sperringDetaljer":[],"status":4,"qxzz":{"gibberish":[1,2]},
             "returTekst":"OBS: Kritisk informasjon i kjernejournal","ticket":"ca2gveFcW%2BdZqO2F"}
            """;

    @Test
    void documented_example_is_read_without_its_ticket() {
        assertThat(read(EXAMPLE))
                .isEqualTo(new Indicator(
                        4,
                        "OBS: Kritisk informasjon i kjernejournal",
                        Instant.parse("2022-05-18T11:01:55Z"),
                        "[{\"kategori\":\"OVER_REAK\",\"sistEndret\":\"2022-05-18T11:01:55.000Z\"}]",
                        "[]",
                        null,
                        null,
                        null,
                        "Id-1"));
    }

    @Test
    void long_text_is_not_cut_in_the_middle_of_a_character() {
        var long999 = "x".repeat(999);
        assertThat(read("{\"status\":1,\"returTekst\":\"" + long999 + "\uD83D\uDE00\"}"))
                .isInstanceOfSatisfying(
                        Indicator.class, it -> assertThat(it.text()).isEqualTo(long999));
    }

    @Test
    void critical_information_is_that_of_status_4_alone() {
        assertThat(read(EXAMPLE.replace("\"status\":4", "\"status\":2")))
                .isInstanceOfSatisfying(Indicator.class, it -> {
                    assertThat(it.criticalInfoChangedAt()).isNull();
                    assertThat(it.criticalInfo()).isEqualTo("[]");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "Id-513f826053dfa2c6dc91b8dsa, Id-513f826053dfa2c6dc91b8dsa",
        "Id-0000000000000000000000001a2b, Id-0000000000000000000000001a2b",
        "no event for 13879712345, no event for ***",
        "13879712345, ***"
    })
    void event_id_is_shown_unless_it_may_be_a_number(String header, String shown) {
        try (var answer = HttpParsers.answer(new byte[0], "X-EVENT-ID", header)) {
            assertThat(HealthIndicatorCall.eventId(answer)).isEqualTo(shown);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "{\"status\":\"2\"}",
                "{\"status\":5}",
                "{\"status\":-1}",
                "{\"status\":2.5}",
                "{\"status\":2,\"status\":3}",
                "{\"status\":99999999999999}",
                "{\"status\":4,\"sistEndretKritiskInfoDato\":\"yesterday\"}",
                "{\"status\":4,\"sistEndretKritiskInfoDato\":\"+999999999-01-01T00:00:00Z\"}",
                "{\"status\":4,\"sistEndretKritiskInfoDato\":\"-999999-01-01T00:00:00Z\"}",
                "{\"status\":2,\"returTekst\":\"yesterday\\u0000\"}",
                "{\"status\":2,\"returTekst\":\"\\ud800\"}",
                "{\"status\":2,\"sperringDetaljer\":[{\"a\\u0000\":1}]}",
                "{\"status\":2,\"sperringDetaljer\":[\"\\udc00\"]}",
                "{\"status\":4,\"sistEndretKritiskInfo\":[1e200000]}",
                "{\"status\":4,\"sistEndretKritiskInfo\":[-1E99999999999]}",
                "<html>maintenance</html>"
            })
    void what_is_not_as_documented_is_a_dead_letter_that_quotes_nothing(String body) {
        assertThat(read(body)).isInstanceOfSatisfying(Answer.Dead.class, dead -> {
            assertThat(dead.cause()).isEqualTo("answer-not-understood");
            assertThat(dead.message()).contains("X-EVENT-ID Id-1").doesNotContain("yesterday", "maintenance");
        });
    }

    // Jackson finds out the encoding for itself.
    @Test
    void nul_in_an_answer_in_utf_16_is_not_overlooked() {
        var body = "{\"status\":2,\"returTekst\":\"a\\u0000b\"}";

        assertThat(IndicatorReader.read(body.getBytes(UTF_16BE), null)).isInstanceOf(Answer.Dead.class);
    }

    @Property(tries = 2000)
    void every_answer_is_an_indicator_or_a_dead_letter_and_nothing_of_it_is_shown(@ForAll("answers") String body) {
        var answer = read(body);

        assertThat(answer).isInstanceOfAny(Indicator.class, Answer.Dead.class);
        assertThat(answer.toString()).doesNotContain("kept-secret");
    }

    @Provide
    Arbitrary<String> answers() {
        var values = Arbitraries.of(
                "0",
                "4",
                "-1",
                "1e9",
                "true",
                "null",
                "\"kept-secret\"",
                "[\"kept-secret\"]",
                "{\"a\":{}}",
                "\"\\ud800\"");
        var fields = Arbitraries.of(
                "status",
                "returTekst",
                "sistEndretKritiskInfoDato",
                "sistEndretKritiskInfo",
                "sperringDetaljer",
                "eksistererBlokkertHelsepersonell",
                "harLasteResepter",
                "harLegemidler",
                "gibberish");
        Arbitrary<List<String>> all = Combinators.combine(fields, values)
                .as((field, value) -> "\"" + field + "\":" + value)
                .list()
                .ofMaxSize(10);
        return Combinators.combine(all, Arbitraries.integers().between(0, 400)).as((pairs, cut) -> {
            var json = "{" + String.join(",", pairs) + "}";
            return json.substring(0, Math.min(cut, json.length()));
        });
    }

    private static Answer read(String body) {
        return IndicatorReader.read(body.getBytes(StandardCharsets.UTF_8), "Id-1");
    }
}
