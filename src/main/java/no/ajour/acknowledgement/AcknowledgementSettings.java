package no.ajour.acknowledgement;

import java.time.Duration;
import java.util.List;
import no.ajour.delivery.Pace;
import no.ajour.delivery.StatusWaits;
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
        StatusWaits.check(PREFIX, statusBackoff, confirmWithin);
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

    Pace pace() {
        return new Pace(callsInFlight, chunkSize, failuresInARow);
    }

    StatusWaits statusWaits() {
        return new StatusWaits(statusBackoff, confirmWithin);
    }
}
