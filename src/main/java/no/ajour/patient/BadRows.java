package no.ajour.patient;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import no.ajour.run.DeadLetter;

/**
 * Rows of the EHR's list that cannot be used: one dead letter for each cause, since a row has no name that lasts from
 * one reading to the next.
 */
final class BadRows implements BadNumber {
    private static final List<String> CAUSES = List.of("invalid-number", "refused-number", "bad-line");
    private static final int ROWS_NAMED = 20;

    private static final class Rows {
        private long count;
        private String message = "";
        private final List<Long> first = new ArrayList<>();
    }

    private final Map<String, Rows> byCause = new TreeMap<>();

    @Override
    public void report(long row, String cause, String message) {
        var rows = byCause.computeIfAbsent(cause, none -> new Rows());
        rows.count++;
        if (rows.count == 1) {
            rows.message = message;
        }
        if (rows.count <= ROWS_NAMED) {
            rows.first.add(row);
        }
    }

    List<DeadLetter> letters() {
        var letters = new ArrayList<DeadLetter>();
        byCause.forEach((cause, rows) -> letters.add(new DeadLetter(
                record(cause),
                cause,
                rows.count + " rows of the EHR's patient list cannot be used. The first are rows " + rows.first
                        + ". Row " + rows.first.getFirst() + ": " + rows.message)));
        return letters;
    }

    /** Records of the causes that the list is free of now. */
    List<String> recordsWithout() {
        return CAUSES.stream()
                .filter(cause -> !byCause.containsKey(cause))
                .map(BadRows::record)
                .toList();
    }

    private static String record(String cause) {
        return "patient list: " + cause;
    }
}
