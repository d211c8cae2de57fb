package no.ajour.patient;

/** Whether this installation may handle a number. */
public sealed interface NumberVerdict {

    /** It may. */
    record Accepted(Nin nin) implements NumberVerdict {}

    /**
     * It may not.
     *
     * @param cause {@code invalid-number} (the digits are wrong) or {@code refused-number} (a real person in a test
     *     system, or a synthetic one in production)
     * @param reason what is wrong and what to do, without the number
     */
    record Refused(String cause, String reason) implements NumberVerdict {}
}
