package no.ajour.patient;

/**
 * Which control digits a national identity number may have (Skatteetaten, {@code nyttfnr2032.md}). Both rules have the
 * second control digit in common; they differ in the remainder that the first one may leave modulo 11.
 */
public enum NumberRule {
    /** Numbers issued before 2032: the first control digit leaves 0. */
    TODAY(0),
    /** Numbers issued before or after 1 January 2032: the first control digit leaves 0, 1, 2 or 3. Nobody changes number. */
    BOTH(3);

    private final int largestRemainder;

    NumberRule(int largestRemainder) {
        this.largestRemainder = largestRemainder;
    }

    boolean allows(int firstRemainder) {
        return firstRemainder <= largestRemainder;
    }

    /**
     * Reads the setting {@code ajour.patients.numbers.rule}: {@code today}, {@code 2032} or {@code both}. The last two are
     * the same rule, since every number of today also satisfies the rule of 2032.
     */
    static NumberRule of(String setting) {
        return switch (setting.strip()) {
            case "today" -> TODAY;
            case "2032", "both" -> BOTH;
            default ->
                throw new IllegalArgumentException(
                        "ajour.patients.numbers.rule must be today, 2032 or both; leave it out for both");
        };
    }
}
