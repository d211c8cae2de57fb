package no.ajour.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A balance sheet as text: {@code received 20120, matched 120}. */
final class BalanceLines {
    static final int WIDTH = 96;

    private BalanceLines() {}

    /**
     * The lines of the sheet that are not nothing, several a line.
     *
     * @param sheet line to amount
     */
    static List<String> of(Map<String, Long> sheet) {
        var lines = new ArrayList<String>();
        for (var amount : sheet.entrySet()) {
            if (amount.getValue() == 0) {
                continue;
            }
            String text = amount.getKey().replace('_', ' ') + " " + amount.getValue();
            String last = lines.isEmpty() ? "" : lines.getLast() + ", " + text;
            if (lines.isEmpty() || last.length() > WIDTH) {
                lines.add(text);
            } else {
                lines.set(lines.size() - 1, last);
            }
        }
        return lines;
    }
}
