package no.ajour.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import no.ajour.report.HeldBack;
import no.ajour.report.JobStatus;
import no.ajour.report.LetterCount;
import no.ajour.report.State;
import no.ajour.run.ExitCode;
import no.ajour.run.Run;
import no.ajour.screen.Ages;
import no.ajour.screen.Table;
import no.ajour.screen.Words;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;

/** What an operator does next: the same advice for several tenants is given once. */
final class StatusAdvice {
    private static final int MOST = 12;
    private static final int MOST_NAMED = 3;

    /** What is wrong with a job: the same for all tenants of a group, but for numbers in the reason. */
    private record Trouble(String job, String what, String reason) {}

    private final Instant now;
    private final Tenants tenants;

    StatusAdvice(Instant now, Tenants tenants) {
        this.now = now;
        this.tenants = tenants;
    }

    /** Empty if there is nothing to do. */
    List<String> lines(List<JobStatus> rows, List<LetterCount> letters, Optional<HeldBack> heldBack) {
        var groups = new LinkedHashMap<Trouble, List<JobStatus>>();
        rows.stream()
                .filter(row -> row.needsAttention(now))
                .sorted(StatusScreen.WORST_FIRST)
                .forEach(row -> groups.computeIfAbsent(trouble(row), trouble -> new ArrayList<>())
                        .add(row));
        var lines = new ArrayList<String>();
        groups.entrySet().stream().limit(MOST).forEach(group -> advise(group, lines));
        if (groups.size() > MOST) {
            add(lines, 2, "and " + (groups.size() - MOST) + " more: ajour status --all, ajour runs --failed");
        }
        letters.stream().limit(MOST).forEach(letter -> {
            add(lines, 2, Counted.of(letter.letters(), "dead letter") + ", " + letter.cause() + ":");
            add(lines, 6, "ajour dead-letters list --job " + letter.job() + " --cause " + letter.cause());
        });
        heldBack.ifPresent(held -> {
            add(lines, 2, "EHRs are not told of changes since " + Ages.ago(held.since(), now) + ":");
            add(lines, 6, held.advice());
        });
        return lines;
    }

    private Trouble trouble(JobStatus row) {
        return switch (row.state()) {
            case FAILED -> new Trouble(row.job(), "failed", alike(row));
            case DIED -> new Trouble(row.job(), "died, its process ended without a word", "");
            case STOPPED -> new Trouble(row.job(), "stopped before its end", "");
            case NEVER_RUN -> new Trouble(row.job(), "never run", "");
            case RUNNING ->
                new Trouble(
                        row.job(),
                        row.lateSince() == null
                                ? "its position will soon be too old; a run is under way"
                                : "late, and a run is under way",
                        "");
            case OK ->
                new Trouble(
                        row.job(),
                        row.lateSince() == null
                                ? "its position will soon be too old"
                                : "late, and no run has begun since. Is its schedule at work?",
                        "");
        };
    }

    // Correlation ids, times and the tenant itself differ where the trouble is the same.
    private String alike(JobStatus row) {
        String name = tenants.find(row.tenant()).map(Tenant::name).orElse(row.tenant());
        String reason = row.reason() == null ? "" : row.reason().replace(name, "#");
        return row.lastExitCode() + " " + reason.replaceAll("[0-9a-f]{6,}", "#").replaceAll("[0-9]+", "#");
    }

    private void advise(Map.Entry<Trouble, List<JobStatus>> group, List<String> lines) {
        var trouble = group.getKey();
        var rows = group.getValue();
        var first = rows.getFirst();
        boolean said = first.state() == State.FAILED && first.reason() != null;
        add(lines, 2, trouble.job() + " for " + names(rows) + ": " + trouble.what() + (said ? ":" : ""));
        if (said) {
            add(lines, 6, String.valueOf(first.reason()));
        }
        add(lines, 6, command(trouble.job(), rows));
    }

    private String command(String job, List<JobStatus> rows) {
        var first = rows.getFirst();
        if (first.state() == State.RUNNING) {
            return "ajour runs " + job;
        }
        boolean named = rows.size() <= MOST_NAMED
                && rows.size() < tenants.tenants().size()
                && rows.stream().noneMatch(row -> row.tenant().equals(Run.NATIONAL));
        String only =
                named ? rows.stream().map(row -> " --tenant " + row.tenant()).collect(Collectors.joining()) : "";
        return switch (first.state()) {
            case FAILED ->
                first.lastExitCode() != null && first.lastExitCode() == ExitCode.CONFIGURATION.code()
                        ? "Mend that, then: ajour run " + job + only
                        : again(job, only);
            case DIED, STOPPED -> again(job, only);
            case NEVER_RUN, RUNNING, OK -> "ajour run " + job + only;
        };
    }

    // A restart of many is for those alone that did not come to their end.
    private static String again(String job, String only) {
        return only.isEmpty() ? "ajour restart " + job : "ajour run " + job + only;
    }

    private static String names(List<JobStatus> rows) {
        String named = rows.stream().limit(MOST_NAMED).map(JobStatus::tenant).collect(Collectors.joining(", "));
        return rows.size() <= MOST_NAMED
                ? named
                : rows.size() + " tenants (" + named + " and " + (rows.size() - MOST_NAMED) + " more)";
    }

    private static void add(List<String> lines, int indent, String text) {
        Words.wrap(text, Table.WIDTH - indent).forEach(line -> lines.add(" ".repeat(indent) + line));
    }
}
