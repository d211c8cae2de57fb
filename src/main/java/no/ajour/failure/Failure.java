package no.ajour.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure that says by its type what a run does next. The message is shown to operators as it is: what happened, to
 * what (a surrogate id, never a patient's number), and what to do.
 */
public abstract sealed class Failure extends RuntimeException permits TryLater, WrongRecord, WrongInstallation {
    private static final long serialVersionUID = 1L;

    Failure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
