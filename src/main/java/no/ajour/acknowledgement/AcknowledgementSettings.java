package no.ajour.acknowledgement;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the job {@code acknowledgements} works.
 *
 * @param callsInFlight how many calls are under way at a time
 * @param chunkSize how many events are claimed, or answers stored, in one transaction
 * @param body what is sent with an acknowledgement; empty for nothing. Not documented by JFT
 * @param contentType of the body; empty for no Content-Type. Not documented by JFT
 * @param settleTime how long JFT may need from taking an acknowledgement (202 is asynchronous) to showing it in
 *     {@code $status}. What was sent with an unknown outcome, and is not there after this time, is sent again
 * @param failuresInARow how many calls in a row may go unanswered before the step ends for now
 * @param confirmWithin how long a run waits, added up, for {@code $status} of what it sent; later ones are for later runs
 * @param statusBackoff the waits before each asking of {@code $status}; the last one is used from there on
 */
@ConfigurationProperties("ajour.jobs.acknowledgements")
record AcknowledgementSettings(
        @DefaultValue("32") int callsInFlight,
        @DefaultValue("100") int chunkSize,
        @DefaultValue("") String body,
        @DefaultValue("") String contentType,
        @DefaultValue("15m") Duration settleTime,
        @DefaultValue("5") int failuresInARow,
        @DefaultValue("30s") Duration confirmWithin,
        @DefaultValue({"2s", "10s", "1m", "10m", "1h"}) List<Duration> statusBackoff) {

    private static final String PREFIX = "ajour.jobs.acknowledgements.";

    AcknowledgementSettings {
        atLeastOne("calls-in-flight", callsInFlight);
        atLeastOne("chunk-size", chunkSize);
        atLeastOne("failures-in-a-row", failuresInARow);
        if (!settleTime.isPositive()) {
            throw new IllegalArgumentException(PREFIX + "settle-time must be longer than nothing, such as 15m;"
                    + " without it an acknowledgement that is still on its way would be sent again");
        }
        if (confirmWithin.isNegative()) {
            throw new IllegalArgumentException(
                    PREFIX + "confirm-within must not be negative; use 0s to leave the waiting to later runs");
        }
        if (statusBackoff.isEmpty() || !statusBackoff.stream().allMatch(Duration::isPositive)) {
            throw new IllegalArgumentException(PREFIX
                    + "status-backoff must be a list of waits longer than nothing, such as 2s, 10s, 1m, 10m, 1h");
        }
        if (!body.isEmpty() && contentType.isEmpty()) {
            throw new IllegalArgumentException(
                    PREFIX + "body needs a content-type beside it, such as application/json");
        }
        statusBackoff = List.copyOf(statusBackoff);
    }

    private static void atLeastOne(String property, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(PREFIX + property + " must be at least 1");
        }
    }

    /** How long to wait before {@code $status} is asked again, for what JFT took so long ago. */
    Duration backoff(Duration age) {
        var asked = Duration.ZERO;
        for (var wait : statusBackoff) {
            asked = asked.plus(wait);
            if (age.compareTo(asked) < 0) {
                return wait;
            }
        }
        return statusBackoff.getLast();
    }

    /** The waits that fit in {@link #confirmWithin}, in order; a run makes a round of {@code $status} after each. */
    List<Duration> waitsInRun() {
        var total = Duration.ZERO;
        int fitting = 0;
        for (var wait : statusBackoff) {
            total = total.plus(wait);
            if (total.compareTo(confirmWithin) > 0) {
                break;
            }
            fitting++;
        }
        return statusBackoff.subList(0, fitting);
    }
}
