package no.ajour.patient;

import org.jspecify.annotations.Nullable;

/**
 * What a series of numbers adds to the month. A month belongs to the series if it is 1 to 12 without the offset; looking
 * at the third digit alone, as common validators do, takes NHN's series for NAV's and refuses it.
 */
public enum MonthOffset {
    /** The month as it is. */
    NONE(0),
    /** H-numbers, and NAV's synthetic numbers. */
    PLUS_40(40),
    /** NHN's reserved synthetic numbers, and part of SyntPop. */
    PLUS_65(65),
    /** Skatteetaten's synthetic numbers (Tenor, Test-Norge), and part of SyntPop. */
    PLUS_80(80);

    private final int months;

    MonthOffset(int months) {
        this.months = months;
    }

    /** The amount added. */
    public int months() {
        return months;
    }

    /** The series of a month as it stands in a number, or null if there is none. */
    static @Nullable MonthOffset of(int raisedMonth) {
        for (var offset : values()) {
            int month = raisedMonth - offset.months;
            if (month >= 1 && month <= 12) {
                return offset;
            }
        }
        return null;
    }
}
