package no.ajour.report;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Changes that are committed and cannot be told to consumers yet, since a transaction that began before theirs is open.
 *
 * @param since when the oldest of them was made
 * @param process of the server that holds the transaction; null for a prepared transaction
 * @param role of that process; null if not known
 * @param database of that process; null if not known
 */
public record HeldBack(
        Instant since,
        @Nullable Integer process,
        @Nullable String role,
        @Nullable String database) {
    /** Transactions of jobs and of EHRs come and go; one that stays this long has been forgotten. */
    public static final Duration TOLERATED = Duration.ofMinutes(10);

    /** Whether somebody should look. */
    public boolean isTooLong(Instant now) {
        return since.plus(TOLERATED).isBefore(now);
    }

    /** Who holds them back, and what to do. */
    public String advice() {
        return process == null
                ? "A prepared transaction holds them back: commit prepared or rollback prepared, see pg_prepared_xacts"
                : "Process %d (role %s, database %s) holds them back: end its transaction, or select pg_terminate_backend(%d)"
                        .formatted(process, role, database, process);
    }
}
