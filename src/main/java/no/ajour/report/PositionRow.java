package no.ajour.report;

import java.time.Duration;
import java.time.Instant;

/**
 * A stored position.
 *
 * @param tenant organisation number, or {@code national}
 * @param movedBy the run that stored it
 */
public record PositionRow(String job, String tenant, PositionStatus position, long movedBy) {

    /** How old what it stands for is. */
    public Duration age(Instant now) {
        return Duration.between(position.asOf(), now);
    }
}
