package no.ajour.outgoing;

import no.ajour.failure.Redaction;

/** An event that is not fit to be sent. Names elements, never their values. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 400;

    private final String cause;

    /**
     * @param cause code that groups dead letters
     * @param message may hold names from the resource: it is made fit to show here
     */
    Unfit(String cause, String message) {
        super(Redaction.of(message, LONGEST), null, false, false);
        this.cause = cause;
    }

    Outcome.Unfit outcome() {
        return new Outcome.Unfit(cause, String.valueOf(getMessage()));
    }
}
