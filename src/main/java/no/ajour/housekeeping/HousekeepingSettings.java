package no.ajour.housekeeping;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the job {@code housekeeping} works; {@code jobs/housekeeping.yaml} explains it to operators.
 *
 * @param keep for how long each kind of rows is kept
 * @param batchSize how many of a kind one transaction deletes, 1 to 100,000
 */
@ConfigurationProperties("ajour.jobs.housekeeping")
record HousekeepingSettings(
        @DefaultValue Keep keep, @DefaultValue("1000") int batchSize) {

    private static final String PREFIX = "ajour.jobs.housekeeping.";
    // What ajour.forget_changes takes at once is no more than consumers may ask for at once.
    private static final int MOST = 100_000;

    /**
     * For how long each kind of rows is kept; at least a day.
     *
     * @param acknowledgedEvents the resource of an event since the EHR journaled it and JFT confirmed that
     * @param outgoingEvents the resource of an event that was registered, refused or withdrawn, since then
     * @param delistedPatients a person since leaving the list, or being met in an event without being on it
     * @param closedDeadLetters a dead letter since it was closed
     * @param deadLetterPayloads what was received of a dead letter that nobody has closed
     * @param changes a change in the feed since it was made
     * @param runSteps the steps of a run, and what each counted, since the run ended
     * @param runs a run with its balance sheet since it ended
     */
    record Keep(
            @DefaultValue("90d") Duration acknowledgedEvents,
            @DefaultValue("90d") Duration outgoingEvents,
            @DefaultValue("90d") Duration delistedPatients,
            @DefaultValue("90d") Duration closedDeadLetters,
            @DefaultValue("90d") Duration deadLetterPayloads,
            @DefaultValue("90d") Duration changes,
            @DefaultValue("30d") Duration runSteps,
            @DefaultValue("90d") Duration runs) {

        Keep {
            atLeastADay("acknowledged-events", acknowledgedEvents);
            atLeastADay("outgoing-events", outgoingEvents);
            atLeastADay("delisted-patients", delistedPatients);
            atLeastADay("closed-dead-letters", closedDeadLetters);
            atLeastADay("dead-letter-payloads", deadLetterPayloads);
            atLeastADay("changes", changes);
            atLeastADay("run-steps", runSteps);
            atLeastADay("runs", runs);
            if (runSteps.compareTo(runs) > 0) {
                throw new IllegalArgumentException(
                        PREFIX + "keep.run-steps must not be longer than keep.runs: steps go with their run");
            }
        }

        private static void atLeastADay(String name, Duration keep) {
            if (keep.compareTo(Duration.ofDays(1)) < 0) {
                throw new IllegalArgumentException(PREFIX + "keep." + name
                        + " must be at least 1d, such as 90d; 36500d keeps for a hundred years");
            }
        }
    }

    HousekeepingSettings {
        if (batchSize < 1 || batchSize > MOST) {
            throw new IllegalArgumentException(
                    PREFIX + "batch-size is " + batchSize + "; set it from 1 to 100000, such as 1000");
        }
    }
}
