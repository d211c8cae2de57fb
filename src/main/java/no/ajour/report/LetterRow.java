package no.ajour.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter without its payload, as {@code ajour dead-letters list --json} prints it.
 *
 * @param tenant organisation number, or {@code national}
 * @param record surrogate reference
 * @param cause code that groups letters of the same kind
 * @param message what was wrong and what to do
 * @param state unresolved, retrying, resolved, obsolete or discarded
 * @param attempts how often it was tried
 * @param version when the record was last updated at its source; null where it has no versions
 * @param closedAt when it was resolved, made obsolete or discarded; null while it is open
 * @param run the run that last touched it
 * @param hasPayload whether what was received is kept
 */
public record LetterRow(
        long id,
        String job,
        String tenant,
        String record,
        String cause,
        String message,
        String state,
        int attempts,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable Instant version,
        @Nullable Instant closedAt,
        long run,
        boolean hasPayload) {}
