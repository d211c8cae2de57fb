package no.ajour.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands for one tenant. The record is what {@code ajour status --json} prints: instants in ISO 8601, null
 * where something has not happened. Names are not changed or taken away; new ones may come.
 *
 * @param tenant organisation number, or {@code national}
 * @param state of the newest scheduled or restarted run; running also while an operator's order is carried out
 * @param lateSince from when on it should have succeeded again; null if it is not late
 * @param lastSuccess when a scheduled or restarted run last completed; null if never
 * @param runningSince when the run under way began; null if there is none
 * @param lastRun number of the newest scheduled or restarted run; null if there was none
 * @param lastExitCode of that run; null while it runs, or if its process died
 * @param reason why that run did not end well, or what it remarked; null if it had nothing to say
 * @param positions by name; empty for a job that keeps none
 * @param waiting records that the next run has to handle
 * @param unconfirmed acknowledgements or events that were sent and that JFT has not confirmed or registered
 * @param unfinishedWalks searches that were broken off and will go on
 * @param deadLetters unresolved dead letters by cause
 */
public record JobStatus(
        String job,
        String tenant,
        State state,
        @Nullable Instant lateSince,
        @Nullable Instant lastSuccess,
        @Nullable Instant runningSince,
        @Nullable Long lastRun,
        @Nullable Integer lastExitCode,
        @Nullable String reason,
        List<PositionStatus> positions,
        long waiting,
        long unconfirmed,
        long unfinishedWalks,
        Map<String, Long> deadLetters) {

    // A fifth of the time that a position keeps is enough to mend what holds the job up.
    private static final int SHARE_LEFT = 5;

    /** Unresolved dead letters. */
    public long dead() {
        return deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether an operator should look at it, dead letters left aside: those are counted over all tenants. */
    public boolean needsAttention(Instant now) {
        return lateSince != null
                || state.compareTo(State.RUNNING) < 0
                || positions.stream().anyMatch(position -> isAgeing(position, now));
    }

    /** Whether a position will soon be too old to go on from, or is. */
    public static boolean isAgeing(PositionStatus position, Instant now) {
        var until = position.goodUntil();
        if (until == null) {
            return false;
        }
        long whole = until.getEpochSecond() - position.asOf().getEpochSecond();
        return until.getEpochSecond() - now.getEpochSecond() < whole / SHARE_LEFT;
    }
}
