package no.ajour.run;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Two sums that must agree whenever a step commits, such as {@code received = added + changed + unchanged}. */
public record Equation(List<Line> left, List<Line> right) {

    public static Equation of(Line left, Line... right) {
        return new Equation(List.of(left), List.of(right));
    }

    boolean holds(Map<Line, Long> totals) {
        return sum(left, totals) == sum(right, totals);
    }

    String explain(Map<Line, Long> totals) {
        return text(left, totals) + " = " + text(right, totals);
    }

    private static long sum(List<Line> lines, Map<Line, Long> totals) {
        return lines.stream().mapToLong(line -> totals.getOrDefault(line, 0L)).sum();
    }

    private static String text(List<Line> lines, Map<Line, Long> totals) {
        return lines.stream()
                .map(line -> line.label() + " " + totals.getOrDefault(line, 0L))
                .collect(Collectors.joining(" + "));
    }
}
