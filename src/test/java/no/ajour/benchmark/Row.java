package no.ajour.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import no.ajour.screen.Table;

/**
 * What came of a workload.
 *
 * @param ajour seconds, the median of the trials
 * @param floor seconds
 * @param aim in words
 * @param costs what it used beside time
 */
record Row(String workload, double ajour, double floor, String aim, boolean met, Costs costs) {

    /** @param most times the floor that it may take */
    static Row of(String workload, double ajour, double floor, double most, Costs costs) {
        return new Row(workload, ajour, floor, String.format(Locale.ROOT, "%.2f", most), ajour / floor <= most, costs);
    }

    /** The same against the time of another workload, for a size that is so many times as large. */
    Row grownFrom(Row smaller, double times) {
        return of(workload, ajour, smaller.ajour * times, 1.0, costs);
    }

    /** The rows as a table, and what each used below it. */
    static List<String> table(List<Row> rows) {
        var table = Table.of("WORKLOAD", ">AJOUR", ">FLOOR", ">RATIO", ">AT MOST", "");
        rows.forEach(row -> table.row(
                row.workload,
                String.format(Locale.ROOT, "%.2f s", row.ajour),
                String.format(Locale.ROOT, "%.2f s", row.floor),
                String.format(Locale.ROOT, "%.2f", row.ajour / row.floor),
                row.aim,
                row.aim.isEmpty() ? "" : row.met ? "met" : "missed"));
        var lines = new ArrayList<>(table.lines());
        lines.add("");
        rows.forEach(row -> lines.add(row.workload + ": " + row.costs.text()));
        return lines;
    }

    static Costs costs(Rounds rounds) {
        return new Costs("")
                .with(
                        "RSS",
                        "%.0f MB",
                        Trial.median(rounds.trials(), trial -> trial.usage().resident() / 1048576.0))
                .with(
                        "CPU",
                        "%.1f s",
                        Trial.median(
                                rounds.trials(), trial -> trial.usage().cpu().toMillis() / 1000.0))
                .with(
                        "sandbox's CPU",
                        "%.1f s",
                        Trial.median(rounds.trials(), trial -> trial.sandbox().toMillis() / 1000.0))
                .with(
                        "process",
                        "%.1f s",
                        Trial.median(
                                rounds.trials(), trial -> trial.usage().wall().toMillis() / 1000.0));
    }

    /** What a workload used beside time, each with its name. */
    record Costs(String text) {
        Costs with(String name, String form, double amount) {
            return new Costs(
                    text + (text.isEmpty() ? "" : "; ") + name + " " + String.format(Locale.ROOT, form, amount));
        }
    }
}
