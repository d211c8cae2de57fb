package no.ajour.delivery;

import java.time.Duration;
import java.util.List;

/**
 * When {@code $status} is asked.
 *
 * @param backoff the waits before each asking; the last one is used from there on
 * @param within how long a run waits, added up; later ones are for later runs
 */
public record StatusWaits(List<Duration> backoff, Duration within) {

    /** Keeps a copy of the waits. */
    public StatusWaits {
        backoff = List.copyOf(backoff);
    }

    /**
     * Checks a job's settings {@code status-backoff} and {@code confirm-within}.
     *
     * @param prefix of the settings' names, with a dot at its end
     * @throws IllegalArgumentException names the property and the fix
     */
    public static void check(String prefix, List<Duration> backoff, Duration within) {
        if (within.isNegative()) {
            throw new IllegalArgumentException(
                    prefix + "confirm-within must not be negative; use 0s to leave the waiting to later runs");
        }
        if (backoff.isEmpty() || !backoff.stream().allMatch(Duration::isPositive)) {
            throw new IllegalArgumentException(prefix
                    + "status-backoff must be a list of waits longer than nothing, such as 2s, 10s, 1m, 10m, 1h");
        }
    }

    /** How long to wait before {@code $status} is asked again, for what JFT took so long ago. */
    public Duration after(Duration age) {
        var asked = Duration.ZERO;
        for (var wait : backoff) {
            asked = asked.plus(wait);
            if (age.compareTo(asked) < 0) {
                return wait;
            }
        }
        return backoff.getLast();
    }

    /** The waits that fit in {@link #within}, in order; a run makes a round of {@code $status} after each. */
    public List<Duration> inRun() {
        var total = Duration.ZERO;
        int fitting = 0;
        for (var wait : backoff) {
            total = total.plus(wait);
            if (total.compareTo(within) > 0) {
                break;
            }
            fitting++;
        }
        return backoff.subList(0, fitting);
    }
}
