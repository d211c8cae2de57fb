package no.ajour.run;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A step's dead letters against its job's budget: the share is of what the equation that counts them takes in. */
final class Budgeting {
    private final String job;
    private final ErrorBudget budget;
    private final List<Line> intake;
    private final Map<Line, Long> stored = new EnumMap<>(Line.class);
    private Optional<String> exceeded = Optional.empty();

    Budgeting(String job, ErrorBudget budget, List<Equation> equations) {
        this.job = job;
        this.budget = budget;
        this.intake = equations.stream()
                .filter(equation -> equation.right().contains(Line.DEAD))
                .findFirst()
                .map(Equation::left)
                .orElse(List.of());
    }

    void begin() {
        stored.clear();
        exceeded = Optional.empty();
    }

    /** Tells the step's totals as they are durable with a chunk. */
    void stored(Map<Line, Long> totals) {
        stored.clear();
        stored.putAll(totals);
        exceeded = exceeded(Map.of());
    }

    /**
     * Why the step must end. Once it must, nothing that is stored after that changes it.
     *
     * @param chunk counted since the totals were told; empty for none
     */
    Optional<String> exceeded(Map<Line, Long> chunk) {
        if (exceeded.isPresent() || intake.isEmpty()) {
            return exceeded;
        }
        long dead = sum(List.of(Line.DEAD), chunk);
        long taken = sum(intake, chunk);
        return budget.isExceeded(dead, taken)
                ? Optional.of(dead + " of " + taken + " records are dead letters, more than ajour.jobs." + job
                        + ".error-budget allows (count " + budget.count() + ", share " + budget.share()
                        + "). The fault is hardly the records': see `ajour dead-letters list --job " + job
                        + "` for the causes before running again. No position was moved after that.")
                : Optional.empty();
    }

    private long sum(List<Line> lines, Map<Line, Long> chunk) {
        return lines.stream()
                .mapToLong(line -> stored.getOrDefault(line, 0L) + chunk.getOrDefault(line, 0L))
                .sum();
    }
}
