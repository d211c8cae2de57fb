package no.ajour.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import no.ajour.doctor.Finding;
import no.ajour.doctor.Result;
import org.jspecify.annotations.Nullable;

/** Prints findings, a line each; what is longer goes on below. */
final class DoctorReport {
    private static final String INDENT = " ".repeat(21);
    private static final int WIDTH = 100 - INDENT.length();
    private static final int MOST_ALIKE = 20;

    private final PrintWriter out;
    private @Nullable Finding last;
    private int alike;

    DoctorReport(PrintWriter out) {
        this.out = out;
    }

    /** Prints it at once; of many in a row that are wrong with the same API, only the first ones. */
    void add(Finding finding) {
        if (last != null && isAlike(last, finding)) {
            alike++;
        } else {
            end();
            alike = 1;
        }
        last = finding;
        if (alike <= MOST_ALIKE) {
            print(finding);
        }
    }

    /** Tells of those that were not printed. */
    void end() {
        if (alike > MOST_ALIKE) {
            out.println(INDENT + "and " + (alike - MOST_ALIKE) + " more; --json has them all");
        }
        alike = 0;
        out.flush();
    }

    private static boolean isAlike(Finding one, Finding other) {
        return one.result() == Result.WRONG
                && other.result() == Result.WRONG
                && one.check().equals(other.check())
                && group(one).equals(group(other));
    }

    // The API of an API and its tenant.
    private static String group(Finding finding) {
        return finding.subject() == null ? "" : finding.subject().split(" ", -1)[0];
    }

    private void print(Finding finding) {
        var lines = wrapped(finding.found());
        out.println("%-8s%-13s".formatted(finding.result().word(), finding.check()) + lines.getFirst());
        lines.stream().skip(1).forEach(line -> out.println(INDENT + line));
        if (finding.fix() != null) {
            wrapped("fix: " + finding.fix()).forEach(line -> out.println(INDENT + line));
        }
        out.flush();
    }

    /** Between words only: a path or a command is to be copied. */
    private static List<String> wrapped(String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
