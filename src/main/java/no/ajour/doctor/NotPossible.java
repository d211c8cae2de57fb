package no.ajour.doctor;

/** A check builds on something that another check has found wrong. The message says what is missing. */
final class NotPossible extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotPossible(String why) {
        super(why);
    }
}
