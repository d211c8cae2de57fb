package no.ajour.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import no.ajour.run.ExitCode;
import no.ajour.run.Outcome;
import no.ajour.screen.Words;

/** Prints how runs ended, a run at a time, with their balance sheets. */
final class RunReport implements AutoCloseable {
    private final PrintWriter out;
    private final boolean asJson;
    private final RunProgress progress;

    /**
     * @param asJson nothing is printed but JSON at the end
     * @param runs how many there will be
     */
    RunReport(PrintWriter out, boolean asJson, int runs) {
        this.out = out;
        this.asJson = asJson;
        this.progress = asJson ? RunProgress.none() : RunProgress.of(runs);
    }

    /** A line for the run, one for its reason if it did not end well, and its balance sheet. */
    void ended(Outcome outcome) {
        if (!asJson) {
            progress.ended(() -> {
                if (!outcome.isLeftOut()) {
                    print(outcome);
                }
            });
        }
    }

    private void print(Outcome outcome) {
        out.printf(
                Locale.ROOT,
                "%-17s %-10s %-22s %6.1f s%n",
                outcome.job(),
                outcome.tenant(),
                words(outcome.code()),
                outcome.duration().toMillis() / 1000.0);
        if (outcome.reason() != null) {
            Words.wrap(outcome.reason(), BalanceLines.WIDTH).forEach(line -> out.println("    " + line));
        }
        BalanceLines.of(OutcomeJson.of(outcome).balance()).forEach(line -> out.println("    " + line));
        out.flush();
    }

    /**
     * The last line: all runs together; or all of them as JSON.
     *
     * @param what the job or the order
     * @return the exit code of all together
     */
    ExitCode all(String what, List<Outcome> outcomes) {
        close();
        var code = ExitCode.of(outcomes.stream().map(Outcome::code).toList());
        if (asJson) {
            out.println(Json.text(outcomes.stream().map(OutcomeJson::of).toList()));
        } else {
            long elsewhere = outcomes.stream().filter(Outcome::isLeftOut).count();
            out.printf(
                    "%s: %s (%d runs%s, exit code %d)%n",
                    what,
                    words(code),
                    outcomes.size() - elsewhere,
                    elsewhere == 0 ? "" : ", " + elsewhere + " in other processes",
                    code.code());
        }
        out.flush();
        return code;
    }

    @Override
    public void close() {
        progress.close();
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
