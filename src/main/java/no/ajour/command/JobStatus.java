package no.ajour.command;

import java.time.Instant;
import java.util.Map;
import no.ajour.run.Run;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands for one tenant.
 *
 * @param tenant organisation number, or {@code national}
 * @param lastSuccess when a run last completed; null if never
 * @param lastState state of the newest run: running, completed, failed, stopped, or died if its process
 *     ended without a word; null if there was none
 * @param reason why the newest run did not end well; null if it did
 * @param positions name to value; empty for a job that keeps none
 * @param waiting records that the next run has to handle
 * @param deadLetters unresolved dead letters by cause
 */
record JobStatus(
        String job,
        String tenant,
        @Nullable Instant lastSuccess,
        @Nullable String lastState,
        @Nullable Integer lastExitCode,
        @Nullable String reason,
        Map<String, String> positions,
        long waiting,
        Map<String, Long> deadLetters) {

    long dead() {
        return deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How it stands, in a word or two. */
    String state() {
        if (lastState == null) {
            return "never run";
        }
        return lastState.equals("completed") ? (dead() == 0 ? "ok" : "ok, with dead letters") : lastState;
    }

    /** What an operator does next; empty if there is nothing to do. */
    String next() {
        if (lastState == null || lastState.equals("stopped") || lastState.equals("died")) {
            return "ajour run " + job + (tenant.equals(Run.NATIONAL) ? "" : " --tenant " + tenant);
        }
        if (lastState.equals("failed")) {
            return reason == null ? "look at the log, then: ajour run " + job : reason;
        }
        return dead() == 0
                ? ""
                : deadLetters + ": select record, cause, message, last_seen from ajour.dead_letter where job = '" + job
                        + "' and tenant = '" + tenant + "' and state = 'unresolved'";
    }
}
