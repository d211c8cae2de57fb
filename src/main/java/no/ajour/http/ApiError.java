package no.ajour.http;

import no.ajour.failure.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * What an error answer said, safe to show: numbers that could be a person's are masked, and both parts are cut short.
 *
 * @param code the server's own code for it, or null if it gave none
 * @param message empty if it said nothing
 */
public record ApiError(@Nullable String code, String message) {
    private static final int LONGEST_CODE = 60;
    private static final int LONGEST_MESSAGE = 300;

    public ApiError {
        String safeCode = Redaction.of(code, LONGEST_CODE);
        code = safeCode.isEmpty() ? null : safeCode;
        message = Redaction.of(message, LONGEST_MESSAGE);
    }

    /** Code and message as one phrase; empty if there is neither. */
    public String phrase() {
        if (code == null) {
            return message;
        }
        return message.isEmpty() ? code : code + ": " + message;
    }
}
