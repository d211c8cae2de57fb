package no.ajour.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import no.ajour.patient.Installation.Environment;
import no.ajour.patient.NumberVerdict.Accepted;
import no.ajour.patient.NumberVerdict.Refused;
import no.ajour.testing.SyntheticNumbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberGuardTest {

    private static final String ORDINARY = "02013299997";
    private static final String ORDINARY_D = SyntheticNumbers.withControlDigits("411285123", 0);

    private final NumberGuard production = guard(Environment.PRODUCTION);
    private final NumberGuard test = guard(Environment.TEST);

    @Test
    void real_persons_are_for_production() {
        for (var number : List.of(ORDINARY, ORDINARY_D)) {
            assertThat(production.check(number)).isInstanceOf(Accepted.class);
            assertRefused(test.check(number), number);
        }
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"02850097219", "02686525891"})
    void synthetic_persons_are_for_tests(String number) {
        assertThat(test.check(number)).isInstanceOf(Accepted.class);
        assertRefused(production.check(number), number);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"125285123", "801299123"})
    void numbers_that_do_not_tell_are_accepted_in_both(String nine) {
        var number = SyntheticNumbers.withControlDigits(nine, 0);

        assertThat(test.check(number)).isInstanceOf(Accepted.class);
        assertThat(production.check(number)).isInstanceOf(Accepted.class);
    }

    @Test
    void numbers_on_the_allow_list_are_accepted_whatever_they_are() {
        assertThat(guard(Environment.TEST, ORDINARY).check(ORDINARY)).isInstanceOf(Accepted.class);
        assertThat(guard(Environment.PRODUCTION, "02850097219").check("02850097219"))
                .isInstanceOf(Accepted.class);
        assertRefused(guard(Environment.TEST, ORDINARY).check(ORDINARY_D), ORDINARY_D);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {" 02850097219\t", "028500 97219"})
    void spaces_as_people_write_them_do_not_matter(String text) {
        assertThat(test.check(text)).isEqualTo(new Accepted(Nin.parse("02850097219")));
    }

    @Test
    void no_number_is_an_invalid_number() {
        for (var text : new String[] {null, "", "  ", "0285 0097219", "02850097218"}) {
            assertThat(test.check(text)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.cause())
                    .isEqualTo("invalid-number"));
        }
    }

    @Test
    void rule_of_today_can_be_chosen() {
        var number = "30108299939";

        assertThat(production.check(number)).isInstanceOf(Accepted.class);
        assertThat(new NumberGuard(Environment.PRODUCTION, new NumberSettings("today", List.of())).check(number))
                .isInstanceOf(Refused.class);
    }

    @Test
    void settings_say_what_is_wrong_without_a_number() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumberSettings("both", List.of(ORDINARY, "2850097219")))
                .withMessageContaining("ajour.patients.numbers.allow[1]")
                .withMessageContaining("quotation marks")
                .withMessageNotContaining("2850097219");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumberSettings("2031", List.of()))
                .withMessageContaining("ajour.patients.numbers.rule");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Installation(null))
                .withMessageContaining("ajour.environment");
        assertThat(new NumberSettings("2032", List.of(ORDINARY)).toString()).doesNotContain(ORDINARY);
    }

    private static void assertRefused(NumberVerdict verdict, String number) {
        assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.cause()).isEqualTo("refused-number");
            assertThat(refused.toString()).contains("ajour.environment").doesNotContain(number);
        });
    }

    private static NumberGuard guard(Environment environment, String... allow) {
        return new NumberGuard(environment, new NumberSettings("both", List.of(allow)));
    }
}
