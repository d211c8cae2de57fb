package no.ajour.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be handled.
 *
 * @param record surrogate reference, such as {@code patient 17} or {@code Bundle/<id>}
 * @param cause code that groups letters of the same kind
 * @param message what was wrong and what to do
 * @param version when the record was last updated at its source; null where it has no versions
 * @param payload what was received, where a replay needs it; it may hold patients' numbers and stays in the database
 */
public record DeadLetter(
        String record,
        String cause,
        String message,
        @Nullable Instant version,
        @Nullable String payload) {

    /** A record without versions, of which nothing needs to be kept. */
    public DeadLetter(String record, String cause, String message) {
        this(record, cause, message, null, null);
    }

    @Override
    public String toString() {
        return "dead letter " + record + ": " + cause;
    }
}
