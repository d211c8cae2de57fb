package no.ajour.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A table of plain text that is never wider than {@value #WIDTH} characters: columns are as wide as what is in them, and
 * what is too long is continued on the next line within its column.
 */
public final class Table {
    /** Characters a line, at most. */
    public static final int WIDTH = 100;

    private static final int GAP = 2;
    private static final int NARROWEST_LAST = 18;

    private final List<String> titles;
    private final boolean[] right;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<String> titles, boolean[] right) {
        this.titles = titles;
        this.right = right;
    }

    /**
     * An empty table.
     *
     * @param titles of the columns; one that begins with {@code >} has its cells to the right, for numbers
     */
    public static Table of(String... titles) {
        var right = new boolean[titles.length];
        var plain = new ArrayList<String>();
        for (int i = 0; i < titles.length; i++) {
            right[i] = titles[i].startsWith(">");
            plain.add(right[i] ? titles[i].substring(1) : titles[i]);
        }
        return new Table(plain, right);
    }

    /** Adds a row with a cell for each column. */
    public Table row(Object... cells) {
        if (cells.length != titles.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + titles.size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(cell -> Words.plain(cell.toString())).toList());
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, titles first. */
    public List<String> lines() {
        return lines((column, text) -> text);
    }

    /**
     * The lines, titles first.
     *
     * @param dress gives what is shown instead of a cell's text, such as the same in colour; widths are reckoned without
     *     it
     */
    public List<String> lines(BiFunction<String, String, String> dress) {
        int[] widths = widths();
        var lines = new ArrayList<String>();
        print(titles, widths, (column, text) -> text, lines);
        rows.forEach(row -> print(row, widths, dress, lines));
        return lines;
    }

    private void print(List<String> row, int[] widths, BiFunction<String, String, String> dress, List<String> lines) {
        var cells = new ArrayList<List<String>>();
        for (int i = 0; i < widths.length; i++) {
            cells.add(Words.wrap(row.get(i), widths[i]));
        }
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        for (int y = 0; y < height; y++) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String text = y < cells.get(i).size() ? cells.get(i).get(y) : "";
                String padding = " ".repeat(widths[i] - text.length());
                String shown = text.isEmpty() ? "" : dress.apply(titles.get(i), text);
                line.append(right[i] ? padding + shown : shown + padding).append(" ".repeat(GAP));
            }
            lines.add(line.toString().stripTrailing());
        }
    }

    // As wide as their text, and the widest gives way until the last column has room.
    private int[] widths() {
        int last = titles.size() - 1;
        var widths = new int[titles.size()];
        for (int i = 0; i <= last; i++) {
            int column = i;
            widths[i] = Math.max(
                    1,
                    Math.max(
                            titles.get(i).length(),
                            rows.stream()
                                    .mapToInt(row -> row.get(column).length())
                                    .max()
                                    .orElse(0)));
        }
        int wanted = Math.min(widths[last], NARROWEST_LAST);
        while (Arrays.stream(widths).limit(last).map(width -> width + GAP).sum() + wanted > WIDTH) {
            int widest = 0;
            for (int i = 1; i < last; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            widths[widest]--;
        }
        widths[last] = Math.min(
                widths[last],
                WIDTH
                        - Arrays.stream(widths)
                                .limit(last)
                                .map(width -> width + GAP)
                                .sum());
        return widths;
    }
}
