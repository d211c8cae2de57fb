package no.ajour.failure;

/** One record cannot be handled. It becomes a dead letter, and everything else goes on. */
public final class WrongRecord extends Failure {
    private static final long serialVersionUID = 1L;

    private final String cause;

    /**
     * @param cause a short code that groups dead letters of the same kind, such as {@code number-refused}
     * @param message what was wrong and what to do, without any patient's number
     */
    public WrongRecord(String cause, String message) {
        super(message, null);
        this.cause = cause;
    }

    /** The code that groups dead letters of the same kind. */
    public String causeCode() {
        return cause;
    }
}
