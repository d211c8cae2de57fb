package no.ajour.run;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What every job has settings for.
 *
 * @param errorBudget how many dead letters a step may come to
 * @param lateAfter how long after its last success a job is late
 */
public record JobSettings(
        @DefaultValue ErrorBudget errorBudget,
        @DefaultValue("25h") Duration lateAfter) {

    /** What a job has that says nothing. */
    public static final JobSettings DEFAULT = new JobSettings(ErrorBudget.DEFAULT, Duration.ofHours(25));

    public JobSettings {
        if (!lateAfter.isPositive()) {
            throw new IllegalArgumentException("late-after must be longer than nothing, such as 25h");
        }
    }
}
