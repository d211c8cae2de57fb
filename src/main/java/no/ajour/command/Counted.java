package no.ajour.command;

/** An amount with its noun. */
final class Counted {
    private Counted() {}

    /** Such as {@code 1 dead letter} and {@code 2 dead letters}. */
    static String of(long amount, String one) {
        return amount + " " + one + (amount == 1 ? "" : "s");
    }
}
