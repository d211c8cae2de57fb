package no.ajour.run;

import java.util.EnumMap;
import java.util.Map;

/** What one chunk has counted, by line. Made durable in the chunk's own transaction, or gone with it. */
public final class Tally {
    private final Map<Line, Long> amounts = new EnumMap<>(Line.class);
    private final Budgeting budget;

    Tally(Budgeting budget) {
        this.budget = budget;
    }

    public Tally add(Line line, long amount) {
        amounts.merge(line, amount, Long::sum);
        return this;
    }

    public long get(Line line) {
        return amounts.getOrDefault(line, 0L);
    }

    /**
     * Whether the step's dead letters, those of this chunk among them, are within the job's budget. Beyond it no position
     * may move: the chunk is stored, so that the letters can be read, and the step ends after it.
     */
    public boolean isWithinBudget() {
        return budget.exceeded(amounts).isEmpty();
    }

    Map<Line, Long> amounts() {
        return amounts;
    }
}
