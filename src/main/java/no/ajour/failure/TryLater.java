package no.ajour.failure;

/** Nothing is wrong with the record or the installation: the same work may succeed later. The run fails for now. */
public final class TryLater extends Failure {
    private static final long serialVersionUID = 1L;

    public TryLater(String message) {
        super(message, null);
    }

    public TryLater(String message, Throwable cause) {
        super(message, cause);
    }
}
