package no.ajour.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import no.ajour.run.ExitCode;
import no.ajour.run.Outcome;

/** Prints how runs ended, a run at a time, with their balance sheets. */
public final class RunReport {
    private static final int WIDTH = 96;

    private final PrintWriter out;

    public RunReport(PrintWriter out) {
        this.out = out;
    }

    /** A line for the run, one for its reason if it did not end well, and its balance sheet. */
    public synchronized void ended(Outcome outcome) {
        out.printf(
                Locale.ROOT,
                "%-17s %-10s %-22s %6.1f s%n",
                outcome.job(),
                outcome.tenant(),
                words(outcome.code()),
                outcome.duration().toMillis() / 1000.0);
        if (outcome.reason() != null) {
            out.println("    " + outcome.reason());
        }
        balance(outcome).forEach(line -> out.println("    " + line));
        out.flush();
    }

    /** The last line: all runs together. */
    void all(String job, Collection<Outcome> outcomes, ExitCode code) {
        out.printf("%s: %s (%d runs, exit code %d)%n", job, words(code), outcomes.size(), code.code());
        out.flush();
    }

    // Lines of the sheet that are nothing are left out here; the table of runs has them all.
    private static List<String> balance(Outcome outcome) {
        var lines = new ArrayList<String>();
        for (var amount : outcome.balance().entrySet()) {
            if (amount.getValue() == 0) {
                continue;
            }
            String text = amount.getKey().label().replace('_', ' ') + " " + amount.getValue();
            String last = lines.isEmpty() ? "" : lines.getLast() + ", " + text;
            if (lines.isEmpty() || last.length() > WIDTH) {
                lines.add(text);
            } else {
                lines.set(lines.size() - 1, last);
            }
        }
        return lines;
    }

    static String words(ExitCode code) {
        return switch (code) {
            case DONE -> "done";
            case DONE_WITH_DEAD_LETTERS -> "done, with dead letters";
            case ALREADY_RUNNING -> "already running";
            case TRY_LATER -> "failed for now";
            case CONFIGURATION -> "wrong configuration";
            case USAGE -> "wrong usage";
            case STOPPED -> "stopped";
        };
    }
}
