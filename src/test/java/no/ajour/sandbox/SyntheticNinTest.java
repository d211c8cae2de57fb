package no.ajour.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticNinTest {
    @ParameterizedTest
    @EnumSource
    void every_kind_has_valid_synthetic_numbers(SyntheticNin.Kind kind) {
        var some = IntStream.iterate(0, index -> index < SyntheticNin.COUNT, index -> index + 997)
                .mapToObj(index -> SyntheticNin.number(kind, index));

        assertThat(some.filter(number -> !SyntheticNin.isSynthetic(number))).isEmpty();
    }

    @Test
    void no_two_indexes_give_the_same_number() {
        assertThat(IntStream.range(0, 50_000).mapToObj(SyntheticNin::number).distinct())
                .hasSize(50_000);

        long[] all = SyntheticNin.numbers(SyntheticNin.Kind.PLUS_65, 0, SyntheticNin.COUNT)
                .sorted()
                .toArray();
        assertThat(IntStream.range(1, all.length)
                        .filter(i -> all[i] == all[i - 1])
                        .count())
                .isZero();
    }

    @Test
    void same_index_gives_the_same_number_and_seeds_differ() {
        assertThat(SyntheticNin.number(7)).isEqualTo(SyntheticNin.number(7));
        assertThat(SyntheticNin.number(1L, 7)).isNotEqualTo(SyntheticNin.number(2L, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"02850097219", "11845599620", "02686525891", "13717404089"})
    void published_synthetic_numbers_are_synthetic(String number) {
        assertThat(SyntheticNin.isSynthetic(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"02013299997", "30108299939", "12345678901", "02850097218", "0285009721", "x2850097219"})
    void other_numbers_are_not_synthetic(String number) {
        assertThat(SyntheticNin.isSynthetic(number)).isFalse();
    }

    @Test
    void check_digits_follow_the_rule_of_2032_too() {
        assertThat(SyntheticNin.hasCheckDigits("30108299920")).isTrue();
        assertThat(SyntheticNin.hasCheckDigits("30108299939")).isTrue();
        assertThat(SyntheticNin.hasCheckDigits("12345678901")).isFalse();
    }

    @Test
    void index_beyond_the_last_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyntheticNin.number(SyntheticNin.Kind.PLUS_80, SyntheticNin.COUNT));
    }
}
