package no.ajour.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import no.ajour.failure.WrongRecord;
import no.ajour.patient.Nin.Kind;
import no.ajour.patient.Nin.Synthetic;
import no.ajour.testing.SyntheticNumbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NinTest {

    /** Published by NHN as test data. */
    @ParameterizedTest(name = "{index}")
    @CsvSource({"02850097219, PLUS_80", "11845599620, PLUS_80", "02686525891, PLUS_65", "13717404089, PLUS_65"})
    void examples_of_nhn_are_synthetic(String number, MonthOffset offset) {
        var nin = Nin.parse(number, NumberRule.TODAY);

        assertThat(nin.kind()).isEqualTo(Kind.FNR);
        assertThat(nin.offset()).isEqualTo(offset);
        assertThat(nin.synthetic()).isEqualTo(Synthetic.YES);
    }

    @Test
    void an_example_of_nhn_that_was_made_up_is_refused() {
        assertRefused("12345678901", NumberRule.BOTH, "control digits");
    }

    /** Published by Skatteetaten in nyttfnr2032.md. */
    @ParameterizedTest(name = "{index}")
    @CsvSource({
        "02013299997, true",
        "30108299920, true",
        "30108299939, false",
        "02013299903, false",
    })
    void numbers_of_2032_are_right_by_the_new_rule_and_some_by_todays(String number, boolean today) {
        assertThat(Nin.parse(number).kind()).isEqualTo(Kind.FNR);
        if (today) {
            assertThat(Nin.parse(number, NumberRule.TODAY).value()).isEqualTo(number);
        } else {
            assertRefused(number, NumberRule.TODAY, "control digits");
        }
    }

    @Test
    void fh_number_is_told_before_its_random_digits_are_read_as_a_date() {
        var nin = Nin.parse(number("801299123"));

        assertThat(nin.kind()).isEqualTo(Kind.FH_NUMBER);
        assertThat(nin.synthetic()).isEqualTo(Synthetic.UNKNOWN);
        assertThat(Nin.parse(number("999999992")).kind()).isEqualTo(Kind.FH_NUMBER);
    }

    @Test
    void fh_number_keeps_todays_control_digits() {
        assertRefused(SyntheticNumbers.withControlDigits("801299124", 1), NumberRule.BOTH, "control digits");
    }

    @Test
    void d_number_combines_with_every_series() {
        assertThat(Nin.parse(number("411285123")))
                .extracting(Nin::kind, Nin::offset, Nin::synthetic)
                .containsExactly(Kind.D_NUMBER, MonthOffset.NONE, Synthetic.NO);
        assertThat(Nin.parse(number("415285123")))
                .extracting(Nin::kind, Nin::offset, Nin::synthetic)
                .containsExactly(Kind.D_NUMBER, MonthOffset.PLUS_40, Synthetic.YES);
        assertThat(Nin.parse(number("417785124")))
                .extracting(Nin::kind, Nin::offset, Nin::synthetic)
                .containsExactly(Kind.D_NUMBER, MonthOffset.PLUS_65, Synthetic.YES);
        assertThat(Nin.parse(number("419285123")))
                .extracting(Nin::kind, Nin::offset, Nin::synthetic)
                .containsExactly(Kind.D_NUMBER, MonthOffset.PLUS_80, Synthetic.YES);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"298204123", "298200123", "698200123"})
    void leap_day_is_right_if_it_is_in_some_century(String nine) {
        assertThat(Nin.parse(number(nine)).value()).startsWith(nine.substring(0, 6));
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"298201123", "298299123", "318485123", "008485124", "328185123", "408485123", "728185123"})
    void day_that_the_month_does_not_have_is_refused(String nine) {
        assertRefused(number(nine), NumberRule.BOTH, "day");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"120085123", "121385123", "124085123", "125385123", "126585123", "127885123", "129385124"})
    void month_of_no_series_is_refused(String nine) {
        assertRefused(number(nine), NumberRule.BOTH, "month");
    }

    @Test
    void lost_leading_zero_is_recognised() {
        assertRefused("2850097219", NumberRule.BOTH, "leading zero");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {"", "0285009721", "028500972191", "0285009721x", "٠٢٨٥٠٠٩٧٢١٩", "+2850097219", "028500 97219"})
    void anything_but_eleven_ascii_digits_is_refused(String text) {
        assertRefused(text, NumberRule.BOTH, "digits");
    }

    @Test
    void number_is_not_printed() {
        assertThat(Nin.parse("02850097219")).hasToString("Nin[fnr +80]");
        assertThat(Nin.parse("02013299997")).hasToString("Nin[fnr]");
    }

    @Test
    void equals_by_digits_and_has_a_long_of_its_own() {
        assertThat(Nin.parse("02850097219"))
                .isEqualTo(Nin.parse("02850097219"))
                .hasSameHashCodeAs(Nin.parse("02850097219"))
                .isNotEqualTo(Nin.parse("11845599620"));
        assertThat(Nin.parse("02850097219").asLong()).isEqualTo(2850097219L);
    }

    // The individual number is raised until there are control digits.
    private static String number(String nine) {
        var number = SyntheticNumbers.withControlDigits(nine, 0);
        return number.isEmpty()
                ? number(String.valueOf(1_000_000_001L + Long.parseLong(nine)).substring(1))
                : number;
    }

    private static void assertRefused(String text, NumberRule rule, String reason) {
        assertThatExceptionOfType(WrongRecord.class)
                .isThrownBy(() -> Nin.parse(text, rule))
                .satisfies(e -> assertThat(e.causeCode()).isEqualTo("invalid-number"))
                .withMessageContaining(reason)
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("[0-9]{4}"));
    }
}
