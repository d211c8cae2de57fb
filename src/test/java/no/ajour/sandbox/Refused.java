package no.ajour.sandbox;

/** The API says no. A violation is a refusal that a correct client never meets. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;
    private final boolean violation;

    private Refused(Answer answer, String reason, boolean violation) {
        super(reason, null, false, false);
        this.answer = answer;
        this.violation = violation;
    }

    /** The client broke a rule of the protocol. The reason must hold no number. */
    static Refused violation(Answer answer, String reason) {
        return new Refused(answer, reason, true);
    }

    /** A correct client can meet this too: a nonce to repeat, an expired cursor, an event that is gone. */
    static Refused blameless(Answer answer, String reason) {
        return new Refused(answer, reason, false);
    }

    Answer answer() {
        return answer;
    }

    boolean isViolation() {
        return violation;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
