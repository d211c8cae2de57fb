package no.ajour.patient;

import no.ajour.failure.WrongRecord;

/**
 * A national identity number (NIN): eleven digits whose control digits, day and month are right. Says what kind of
 * number it is, and nothing else: birth date, sex and century cannot be derived from it any longer (from 2032 numbers
 * are gender-neutral and the individual number no longer gives the century).
 *
 * <p>{@link #toString} is masked; the digits come from {@link #value} or {@link #asLong} only.
 */
public final class Nin {

    /** What a number is by its digits. */
    public enum Kind {
        /** Fødselsnummer, day and month as they are. */
        FNR("fnr"),
        /** D-number: the day raised by 40. */
        D_NUMBER("D-number"),
        /** H-number (a provider's own help number) or NAV's synthetic fnr: the month raised by 40. Digits cannot tell which. */
        H_OR_NAV_NUMBER("H-number or NAV number"),
        /** Felles hjelpenummer: first digit 8 or 9 and no date. H-numbers of an old form start alike. */
        FH_NUMBER("FH-number");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** Whether the number belongs to a real person. */
    public enum Synthetic {
        NO,
        YES,
        /** The digits do not tell. */
        UNKNOWN
    }

    private static final int[] FIRST_WEIGHTS = {3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
    private static final int[] SECOND_WEIGHTS = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private final String value;
    private final Kind kind;
    private final MonthOffset offset;

    private Nin(String value, Kind kind, MonthOffset offset) {
        this.value = value;
        this.kind = kind;
        this.offset = offset;
    }

    /** As {@link #parse(String, NumberRule)}, by the rules of today and of 2032. */
    public static Nin parse(String digits) {
        return parse(digits, NumberRule.BOTH);
    }

    /**
     * Reads a number.
     *
     * @param digits exactly eleven digits, no spaces
     * @throws WrongRecord with the cause {@code invalid-number} and a reason that does not quote the digits
     */
    public static Nin parse(String digits, NumberRule rule) {
        requireElevenDigits(digits);
        // First of all, since the other digits of an FH-number are random and may look like a date.
        boolean fh = digits.charAt(0) >= '8';
        if (remainder(digits, SECOND_WEIGHTS) != 0
                || !(fh ? NumberRule.TODAY : rule).allows(remainder(digits, FIRST_WEIGHTS))) {
            throw invalid("its control digits are wrong");
        }
        if (fh) {
            return new Nin(digits, Kind.FH_NUMBER, MonthOffset.NONE);
        }
        int day = twoDigits(digits, 0);
        boolean dNumber = day > 40;
        int raisedMonth = twoDigits(digits, 2);
        var offset = MonthOffset.of(raisedMonth);
        if (offset == null) {
            throw invalid("its month is in none of the series known");
        }
        if (!dayExists(dNumber ? day - 40 : day, raisedMonth - offset.months(), twoDigits(digits, 4))) {
            throw invalid("it has a day that its month does not have");
        }
        var kind = dNumber ? Kind.D_NUMBER : offset == MonthOffset.PLUS_40 ? Kind.H_OR_NAV_NUMBER : Kind.FNR;
        return new Nin(digits, kind, offset);
    }

    /** The eleven digits, for the database and the request that needs them; never for a message, a log or a file name. */
    public String value() {
        return value;
    }

    /** The number as a long, for compact sets: leading zeros are lost, the identity is not. */
    public long asLong() {
        return Long.parseLong(value);
    }

    public Kind kind() {
        return kind;
    }

    /** What is added to the month, which tells the series of synthetic numbers. */
    public MonthOffset offset() {
        return offset;
    }

    /** Whether the digits say that the number is synthetic. An H-number has an ordinary day, so D-number +40 is NAV's. */
    public Synthetic synthetic() {
        return switch (kind) {
            case FNR, D_NUMBER -> offset == MonthOffset.NONE ? Synthetic.NO : Synthetic.YES;
            case H_OR_NAV_NUMBER, FH_NUMBER -> Synthetic.UNKNOWN;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Nin nin && value.equals(nin.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Kind and series only, such as {@code Nin[fnr +80]}. */
    @Override
    public String toString() {
        return "Nin[" + kind.label + (offset == MonthOffset.NONE ? "" : " +" + offset.months()) + "]";
    }

    private static void requireElevenDigits(String digits) {
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid("it has something else than digits in it");
        }
        if (digits.length() == 10) {
            throw invalid("it has 10 digits; if a spreadsheet dropped a leading zero, format the column as text");
        }
        if (digits.length() != 11) {
            throw invalid("it has " + digits.length() + " digits, not 11");
        }
    }

    private static int remainder(String digits, int[] weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (digits.charAt(i) - '0');
        }
        return sum % 11;
    }

    // The century is unknown: 29 February is right if it is in any century, and 2000 was a leap year.
    private static boolean dayExists(int day, int month, int year) {
        return day >= 1 && day <= DAYS[month - 1] && (month != 2 || day <= 28 || year % 4 == 0);
    }

    private static int twoDigits(String digits, int at) {
        return (digits.charAt(at) - '0') * 10 + digits.charAt(at + 1) - '0';
    }

    private static WrongRecord invalid(String reason) {
        return new WrongRecord("invalid-number", "Not a national identity number: " + reason);
    }
}
