package no.ajour.sandbox;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Synthetic national identity numbers (identifiers.md 3.1): valid check digits, and a month that no real number has.
 * Any index below {@link #COUNT} gives another number of its kind, always the same one.
 */
public final class SyntheticNin {
    /** How the number differs from a real one. */
    public enum Kind {
        /** Skatteetaten's Tenor: month + 80. */
        PLUS_80(0, 80),
        /** NHN's reserved numbers: month + 65. */
        PLUS_65(0, 65),
        D_PLUS_80(40, 80),
        D_PLUS_65(40, 65);

        private final int day;
        private final int month;

        Kind(int day, int month) {
            this.day = day;
            this.month = month;
        }
    }

    private static final int DAYS = 28;
    private static final int MONTHS = 12;
    private static final int YEARS = 80;

    /**
     * Individual numbers below 500 are tried in threes that share their first two digits. From one to the next k1 changes
     * by 2 and k2 by 1, modulo 11, so at most one of the three has k1 = 10 and at most one k2 = 10: one is usable.
     */
    private static final int TRIPLES = 150;

    /** How many numbers there are of each kind. */
    public static final int COUNT = DAYS * MONTHS * YEARS * TRIPLES;

    /** Prime, so that stepping by it visits every place before the first comes again. */
    private static final long STRIDE = 2_147_483_647L;

    private static final int[] FIRST = {3, 7, 6, 1, 8, 9, 4, 5, 2};
    private static final int[] SECOND = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};

    private SyntheticNin() {}

    /** A mix as in SyntPop: of ten numbers six are +80, two +65, and one of each is a D-number. */
    public static String number(int index) {
        return switch (index % 10) {
            case 3, 7 -> number(Kind.PLUS_65, index);
            case 5 -> number(Kind.D_PLUS_80, index);
            case 8 -> number(Kind.D_PLUS_65, index);
            default -> number(Kind.PLUS_80, index);
        };
    }

    /** The same mix in another order: numbers of two seeds overlap, numbers of one never do. */
    public static String number(long seed, int index) {
        int start = (int) Math.floorMod(seed * 1_000_003L, (long) COUNT);
        // Both kind and place follow the shifted index, so two indexes never meet.
        return number((int) (((long) start + index) % COUNT));
    }

    public static String number(Kind kind, int index) {
        return "%011d".formatted(asLong(kind, index));
    }

    /** The numbers of a kind from one index on, as integers: leading zeros are to be put back. */
    public static LongStream numbers(Kind kind, int first, int count) {
        return IntStream.range(first, first + count).mapToLong(index -> asLong(kind, index));
    }

    private static long asLong(Kind kind, int index) {
        if (index < 0 || index >= COUNT) {
            throw new IllegalArgumentException("There are numbers 0 to " + (COUNT - 1) + " of each kind");
        }
        int place = (int) (index * STRIDE % COUNT);
        int day = place / TRIPLES % DAYS + 1 + kind.day;
        int month = place / TRIPLES / DAYS % MONTHS + 1 + kind.month;
        int year = place / TRIPLES / DAYS / MONTHS + 20;
        long date = (day * 100L + month) * 100L + year;
        int triple = place % TRIPLES / 3 * 10 + place % 3 * 3;
        for (int individual = triple; individual < triple + 3; individual++) {
            long nine = date * 1000 + individual;
            int k1 = checkDigit(nine, FIRST);
            int k2 = checkDigit(nine * 10 + k1, SECOND);
            if (k1 < 10 && k2 < 10) {
                return (nine * 10 + k1) * 10 + k2;
            }
        }
        throw new IllegalStateException("Three individual numbers in a row cannot all be unusable");
    }

    /** Whether a synthetic number of any kind, by the rule of today or that of 2032 (identifiers.md 3.3). */
    public static boolean isSynthetic(String number) {
        if (!number.matches("\\d{11}") || !hasCheckDigits(number)) {
            return false;
        }
        int day = Integer.parseInt(number, 0, 2, 10) % 40;
        int month = Integer.parseInt(number, 2, 4, 10);
        boolean named = (month > 65 && month <= 77) || (month > 80 && month <= 92);
        return named && day >= 1 && day <= 31;
    }

    /** Whether eleven digits end in check digits that are right, whatever kind of number it is. */
    static boolean hasCheckDigits(String number) {
        int first = sum(number, FIRST) + number.charAt(9) - '0';
        int second = sum(number, SECOND) + number.charAt(10) - '0';
        return first % 11 <= 3 && second % 11 == 0;
    }

    private static int checkDigit(long digits, int[] weights) {
        int sum = 0;
        long rest = digits;
        for (int i = weights.length - 1; i >= 0; i--) {
            sum += weights[i] * (int) (rest % 10);
            rest /= 10;
        }
        return (11 - sum % 11) % 11;
    }

    private static int sum(String digits, int[] weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (digits.charAt(i) - '0');
        }
        return sum;
    }
}
