package no.ajour.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import no.ajour.failure.WrongRecord;
import no.ajour.patient.Nin.Kind;
import no.ajour.testing.SyntheticNumbers;

class NinPropertiesTest {

    /** A number and what it was made as. */
    record Made(String number, Kind kind, MonthOffset offset, int firstRemainder) {
        @Override
        public String toString() {
            return kind + " " + offset + " " + firstRemainder;
        }
    }

    @Property
    void every_number_is_read_as_what_it_was_made_as(@ForAll("numbers") Made made) {
        var nin = Nin.parse(made.number());

        assertThat(nin.kind()).isEqualTo(made.kind());
        assertThat(nin.offset()).isEqualTo(made.offset());
        assertThat(nin.value()).isEqualTo(made.number());
        assertThat("%011d".formatted(nin.asLong())).isEqualTo(made.number());
        assertThat(nin.toString()).doesNotContainPattern("[0-9]{3}");
    }

    @Property
    void todays_rule_refuses_exactly_the_numbers_with_a_new_first_control_digit(@ForAll("numbers") Made made) {
        var refused = catchThrowable(() -> Nin.parse(made.number(), NumberRule.TODAY));

        assertThat(refused == null).isEqualTo(made.firstRemainder() == 0);
    }

    /** The second control digit's weights and its modulus, 11, have no factor in common, under either rule. */
    @Property
    void any_single_wrong_digit_is_noticed(
            @ForAll("numbers") Made made,
            @ForAll @IntRange(max = 10) int at,
            @ForAll @IntRange(min = 1, max = 9) int by) {
        var digits = new StringBuilder(made.number());
        digits.setCharAt(at, (char) ('0' + (digits.charAt(at) - '0' + by) % 10));

        assertThat(catchThrowable(() -> Nin.parse(digits.toString()))).isInstanceOf(WrongRecord.class);
    }

    /** Neighbours have different weights. */
    @Property
    void two_different_neighbours_swapped_are_noticed(@ForAll("numbers") Made made, @ForAll @IntRange(max = 9) int at) {
        var digits = new StringBuilder(made.number());
        char left = digits.charAt(at);
        digits.setCharAt(at, digits.charAt(at + 1));
        digits.setCharAt(at + 1, left);

        var refused = catchThrowable(() -> Nin.parse(digits.toString()));

        assertThat(refused == null).isEqualTo(digits.toString().equals(made.number()));
    }

    @Property
    void no_message_about_any_text_quotes_it(@ForAll("texts") String text) {
        var refused = catchThrowable(() -> Nin.parse(text));

        if (refused != null) {
            assertThat(refused).isInstanceOf(WrongRecord.class).hasNoCause();
            assertThat(refused.getMessage()).doesNotContainPattern("[0-9]{3}");
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().numeric().ofMinLength(9).ofMaxLength(12),
                Arbitraries.strings().ofMaxLength(20));
    }

    @Provide
    Arbitrary<Made> numbers() {
        return Arbitraries.oneOf(dated(), fh());
    }

    private static Arbitrary<Made> dated() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 28),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(0, 99),
                        Arbitraries.integers().between(0, 999),
                        Arbitraries.of(true, false),
                        Arbitraries.of(MonthOffset.class),
                        Arbitraries.integers().between(0, 3))
                .as(NinPropertiesTest::dated)
                .filter(made -> !made.number().isEmpty());
    }

    private static Made dated(
            int day, int month, int year, int individual, boolean d, MonthOffset offset, int remainder) {
        var nine = String.format(
                Locale.ROOT, "%02d%02d%02d%03d", day + (d ? 40 : 0), month + offset.months(), year, individual);
        var kind = d ? Kind.D_NUMBER : offset == MonthOffset.PLUS_40 ? Kind.H_OR_NAV_NUMBER : Kind.FNR;
        return new Made(SyntheticNumbers.withControlDigits(nine, remainder), kind, offset, remainder);
    }

    private static Arbitrary<Made> fh() {
        return Arbitraries.longs()
                .between(800_000_000, 999_999_999)
                .map(nine -> SyntheticNumbers.withControlDigits(String.valueOf(nine), 0))
                .filter(number -> !number.isEmpty())
                .map(number -> new Made(number, Kind.FH_NUMBER, MonthOffset.NONE, 0));
    }
}
