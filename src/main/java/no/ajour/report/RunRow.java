package no.ajour.report;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of one job for one tenant, as {@code ajour runs --json} prints it.
 *
 * @param tenant organisation number, or {@code national}
 * @param kind what it was begun for: run, restart, retry, resync, audit or position
 * @param restartOf the run whose steps it goes on with; null if it is no restart
 * @param endedAt null while it runs, or if its process died
 * @param seconds how long it took, or has taken
 * @param state running, completed, failed, stopped, or died
 * @param exitCode null while it runs, or if its process died
 * @param reason why it did not end well, or what it remarked; null if it had nothing to say
 * @param balance the balance sheet, line to amount; empty until the run has ended
 */
public record RunRow(
        long run,
        String job,
        String tenant,
        String kind,
        @Nullable Long restartOf,
        Instant startedAt,
        @Nullable Instant endedAt,
        double seconds,
        String state,
        @Nullable Integer exitCode,
        @Nullable String reason,
        Map<String, Long> balance) {}
