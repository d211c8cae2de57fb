package no.ajour.run;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many of a step's records may be set aside as dead letters before the fault is hardly the records'. The step ends
 * when both are exceeded: a small run may have few records, and a large one many dead letters.
 *
 * @param count dead letters that are always borne
 * @param share of the records taken in, from 0 to 1, that is always borne
 */
public record ErrorBudget(
        @DefaultValue("100") int count, @DefaultValue("0.1") double share) {

    /** What a job has that says nothing else. */
    public static final ErrorBudget DEFAULT = new ErrorBudget(100, 0.1);

    public ErrorBudget {
        if (count < 0) {
            throw new IllegalArgumentException("error-budget.count must not be negative");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("error-budget.share must be from 0 to 1, such as 0.1 for one in ten");
        }
    }

    boolean isExceeded(long dead, long taken) {
        return dead > count && dead > share * taken;
    }
}
