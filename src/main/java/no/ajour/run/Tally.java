package no.ajour.run;

import java.util.EnumMap;
import java.util.Map;

/** What one chunk has counted, by line. Made durable in the chunk's own transaction, or gone with it. */
public final class Tally {
    private final Map<Line, Long> amounts = new EnumMap<>(Line.class);

    public Tally add(Line line, long amount) {
        amounts.merge(line, amount, Long::sum);
        return this;
    }

    public long get(Line line) {
        return amounts.getOrDefault(line, 0L);
    }

    Map<Line, Long> amounts() {
        return amounts;
    }
}
