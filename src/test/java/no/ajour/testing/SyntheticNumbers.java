package no.ajour.testing;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** National identity numbers that belong to nobody, computed: Skatteetaten's series, month + 80. */
public final class SyntheticNumbers {

    private static final int[] FIRST = {3, 7, 6, 1, 8, 9, 4, 5, 2};
    private static final int[] SECOND = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};

    private SyntheticNumbers() {}

    /** Different numbers, always the same ones in the same order: some 30 million of them. */
    public static Stream<String> stream() {
        return IntStream.range(0, 28 * 12 * 100 * 1000)
                .mapToObj(i -> "%02d%02d%02d%03d"
                        .formatted(1 + i % 28, 81 + i / 28 % 12, i / (28 * 12) % 100, i / (28 * 12 * 100)))
                .map(nine -> withControlDigits(nine, 0))
                .filter(number -> !number.isEmpty());
    }

    /** The first ones of {@link #stream}. */
    public static List<String> first(int count) {
        return stream().limit(count).toList();
    }

    /**
     * Nine digits with their control digits; an empty text if they have none.
     *
     * @param firstRemainder what the first control digit leaves modulo 11: 0 today, 0 to 3 from 2032
     */
    public static String withControlDigits(String nine, int firstRemainder) {
        int k1 = Math.floorMod(firstRemainder - sum(nine, FIRST), 11);
        int k2 = Math.floorMod(-sum(nine + k1 % 10, SECOND), 11);
        return k1 == 10 || k2 == 10 ? "" : nine + k1 + k2;
    }

    private static int sum(String digits, int[] weights) {
        return IntStream.range(0, weights.length)
                .map(i -> weights[i] * (digits.charAt(i) - '0'))
                .sum();
    }
}
