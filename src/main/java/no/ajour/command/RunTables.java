package no.ajour.command;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import no.ajour.report.RunDetail;
import no.ajour.report.RunRow;
import no.ajour.screen.Ages;
import no.ajour.screen.Table;
import no.ajour.screen.Words;

/** Runs as tables. */
final class RunTables {
    private static final int SHORT_REASON = 100;
    private static final DateTimeFormatter BEGAN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private RunTables() {}

    static Table history(List<RunRow> runs) {
        var table = Table.of(">RUN", "JOB", "TENANT", "KIND", "BEGAN", ">TOOK", "STATE", ">EXIT", "REASON");
        runs.forEach(run -> table.row(
                run.run(),
                run.job(),
                run.tenant(),
                run.kind(),
                began(run.startedAt()).substring(5, 16),
                took(run.seconds()),
                run.state(),
                run.exitCode() == null ? "" : run.exitCode(),
                shortened(run.reason() == null ? "" : run.reason())));
        return table;
    }

    static List<String> detail(RunDetail detail) {
        var run = detail.run();
        var lines = new ArrayList<String>();
        lines.add("Run " + run.run() + ": " + run.kind() + " of " + run.job() + " for " + run.tenant()
                + (run.restartOf() == null ? "" : ", goes on with run " + run.restartOf()));
        lines.add("began " + began(run.startedAt()) + ", took " + took(run.seconds()) + ", " + run.state()
                + (run.exitCode() == null ? "" : ", exit code " + run.exitCode()));
        if (run.reason() != null) {
            lines.addAll(Words.wrap(run.reason(), Table.WIDTH));
        }
        lines.add("");
        var steps = Table.of("STEP", "STATE", ">TOOK", ">COMMITS", ">ROLLED BACK", "COUNTED");
        detail.steps()
                .forEach(step -> steps.row(
                        step.step(),
                        step.state(),
                        took(step.seconds()),
                        step.commits(),
                        step.rollbacks(),
                        String.join(", ", BalanceLines.of(step.tally()))));
        lines.addAll(
                steps.isEmpty() ? List.of("No steps were begun, or housekeeping has deleted them.") : steps.lines());
        lines.add("");
        lines.add("Balance sheet");
        var sheet = BalanceLines.of(run.balance());
        (sheet.isEmpty() ? List.of("nothing") : sheet).forEach(line -> lines.add("    " + line));
        return lines;
    }

    private static String began(Instant instant) {
        return BEGAN.format(instant.atZone(ZoneId.systemDefault()));
    }

    private static String took(double seconds) {
        return Ages.took(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static String shortened(String reason) {
        return reason.length() <= SHORT_REASON ? reason : reason.substring(0, SHORT_REASON) + "…";
    }
}
