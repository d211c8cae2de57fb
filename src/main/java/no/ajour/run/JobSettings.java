package no.ajour.run;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.support.CronExpression;

/**
 * What every job has settings for.
 *
 * @param enabled whether the job is on; one that is off does nothing and is never late
 * @param schedule when {@code serve} starts it, in the five fields of cron; empty if it does not
 * @param timeZone of the schedule
 * @param tenants organisation numbers of those that it runs for; empty for all
 * @param deadline how long one start may take, after which its runs end at their next commit
 * @param errorBudget how many dead letters a step may come to
 * @param lateAfter how long after its last success a job is late
 */
public record JobSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("") String schedule,
        @DefaultValue("Europe/Oslo") ZoneId timeZone,
        @DefaultValue List<String> tenants,
        @DefaultValue("24h") Duration deadline,
        @DefaultValue ErrorBudget errorBudget,
        @DefaultValue("25h") Duration lateAfter) {

    private static final String FIELD = "([0-9*,/-]|(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z]))+";
    private static final int LONGEST_SCHEDULE = 500;
    private static final String FIVE_FIELDS = FIELD + "( " + FIELD + "){4}";

    public JobSettings {
        tenants = List.copyOf(tenants);
        if (!schedule.isEmpty()) {
            requireCron(schedule);
        }
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("deadline must be longer than nothing, such as 4h");
        }
        if (!lateAfter.isPositive()) {
            throw new IllegalArgumentException("late-after must be longer than nothing, such as 25h");
        }
    }

    private static void requireCron(String schedule) {
        if (schedule.length() > LONGEST_SCHEDULE
                || !schedule.matches(FIVE_FIELDS)
                || !CronExpression.isValidExpression("0 " + schedule)) {
            throw new IllegalArgumentException("schedule is '" + schedule + "'; it must be the five fields of cron: "
                    + "minute, hour, day of month, month, day of week, such as \"12 5 * * *\" for 05:12 every day");
        }
        var field = schedule.split(" ", -1);
        if (!field[2].equals("*") && !field[4].equals("*")) {
            throw new IllegalArgumentException("schedule is '" + schedule + "', with days of the month and days of the "
                    + "week, which schedulers do not all take for the same; leave one of them *");
        }
    }

    /** What a job has that says nothing. */
    public static JobSettings standard() {
        return new JobSettings(
                true,
                "",
                ZoneId.of("Europe/Oslo"),
                List.of(),
                Duration.ofHours(24),
                ErrorBudget.DEFAULT,
                Duration.ofHours(25));
    }

    /** Whether the job runs for a tenant. */
    public boolean concerns(String orgnr) {
        return enabled && (tenants.isEmpty() || tenants.contains(orgnr));
    }
}
