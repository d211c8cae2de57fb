package no.ajour.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fnr 01810112345 is unknown",
                "fnr%2001810112345",
                "x018101123450x",
                "018101 12345",
                "018101-12345",
                "018101\u201012345",
                "0181\u200b0112345",
                "0181\u00000112345",
                "٠١٨١٠١١٢٣٤٥"
            })
    void masks_what_could_be_a_national_identity_number(String text) {
        assertThat(Redaction.of(text, 100))
                .contains("***")
                .doesNotContain("0181")
                .doesNotContain("12345")
                .doesNotContain("٠١٨١");
    }

    @Test
    void leaves_shorter_numbers_and_makes_one_line() {
        assertThat(Redaction.of(" SEC-110000:\n\torgnr\u0007 999988881 \r\n", 100))
                .isEqualTo("SEC-110000: orgnr 999988881");
    }

    @Test
    void masks_before_it_cuts() {
        assertThat(Redaction.of("12345 01810112345", 12)).isEqualTo("12345 ***");
        assertThat(Redaction.of("abcdef", 3)).isEqualTo("abc…");
        assertThat(Redaction.of(null, 3)).isEmpty();
    }
}
