package no.ajour.failure;

/** A setting, key, scope or permission is wrong. No retry will help, so the run stops; the message names the fix. */
public final class WrongInstallation extends Failure {
    private static final long serialVersionUID = 1L;

    public WrongInstallation(String message) {
        super(message, null);
    }

    public WrongInstallation(String message, Throwable cause) {
        super(message, cause);
    }
}
