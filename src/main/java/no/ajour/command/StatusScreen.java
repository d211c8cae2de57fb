package no.ajour.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import no.ajour.report.HeldBack;
import no.ajour.report.JobStatus;
import no.ajour.report.LetterCount;
import no.ajour.report.PositionStatus;
import no.ajour.report.State;
import no.ajour.run.Run;
import no.ajour.screen.Ages;
import no.ajour.screen.Table;
import no.ajour.tenant.Tenants;
import picocli.CommandLine.Help.Ansi;

/**
 * Status on one screen: each tenant on a line while that is few lines; else only those that need attention, the worst
 * first, and the others counted.
 */
final class StatusScreen {
    static final int MOST_LINES = 25;

    static final Comparator<JobStatus> WORST_FIRST = Comparator.comparing(
                    JobStatus::lateSince, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(JobStatus::state)
            .thenComparing(JobStatus::job)
            .thenComparing(JobStatus::tenant);

    private final Instant now;
    private final Tenants tenants;
    private final Ansi ansi;

    StatusScreen(Instant now, Tenants tenants, Ansi ansi) {
        this.now = now;
        this.tenants = tenants;
        this.ansi = ansi;
    }

    /** @param all a line for each, however many */
    List<String> lines(List<JobStatus> rows, List<LetterCount> letters, Optional<HeldBack> heldBack, boolean all) {
        var lines = new ArrayList<String>();
        if (all || rows.size() <= MOST_LINES) {
            lines.addAll(table(rows));
        } else {
            condensed(rows, lines);
        }
        if (!letters.isEmpty()) {
            lines.add("");
            lines.add("Dead letters");
            lines.addAll(LetterTables.counts(letters, now).lines());
        }
        lines.add("");
        var advice = new StatusAdvice(now, tenants).lines(rows, letters, heldBack);
        lines.add(advice.isEmpty() ? "Nothing needs attention." : "What to do");
        lines.addAll(advice);
        return lines;
    }

    private void condensed(List<JobStatus> rows, List<String> lines) {
        var attention = rows.stream()
                .filter(row -> row.needsAttention(now))
                .sorted(WORST_FIRST)
                .toList();
        var shown = new ArrayList<>(attention.subList(0, Math.min(MOST_LINES, attention.size())));
        // What is asked once for all tenants is shown in any case: its position's age concerns everyone.
        rows.stream()
                .filter(row -> row.tenant().equals(Run.NATIONAL) && !shown.contains(row))
                .forEach(shown::add);
        if (!shown.isEmpty()) {
            lines.addAll(table(shown));
        }
        if (attention.size() > MOST_LINES) {
            lines.add("and " + (attention.size() - MOST_LINES) + " more that need attention: ajour status --all");
        }
        if (!shown.isEmpty()) {
            lines.add("");
        }
        var jobs = new LinkedHashMap<String, List<JobStatus>>();
        rows.stream().filter(row -> !row.tenant().equals(Run.NATIONAL)).forEach(row -> jobs.computeIfAbsent(
                        row.job(), job -> new ArrayList<>())
                .add(row));
        jobs.forEach((job, of) -> lines.add(summary(job, of)));
    }

    private String summary(String job, List<JobStatus> rows) {
        var text = new ArrayList<String>();
        long fine = rows.stream().filter(row -> !row.needsAttention(now)).count();
        text.add(String.format(Locale.ROOT, "%-17s %d of %d tenants fine", job, fine, rows.size()));
        rows.stream()
                .filter(row -> !row.needsAttention(now))
                .map(JobStatus::lastSuccess)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .ifPresent(oldest -> text.add("oldest success " + Ages.ago(oldest, now)));
        count(text, rows.stream().mapToLong(JobStatus::waiting).sum(), "waiting");
        count(text, rows.stream().mapToLong(JobStatus::unconfirmed).sum(), "unconfirmed");
        count(text, rows.stream().filter(row -> row.state() == State.RUNNING).count(), "running");
        return String.join(", ", text);
    }

    private static void count(List<String> text, long amount, String of) {
        if (amount > 0) {
            text.add(amount + " " + of);
        }
    }

    private List<String> table(List<JobStatus> rows) {
        var table = Table.of("JOB", "TENANT", "STATE", "LAST SUCCESS", ">WAITING", ">DEAD", "NOTE");
        for (var row : rows) {
            table.row(
                    row.job(),
                    row.tenant(),
                    state(row),
                    Ages.ago(row.lastSuccess(), now),
                    row.waiting(),
                    row.dead(),
                    note(row));
        }
        return table.lines((column, text) -> column.equals("STATE") ? coloured(text) : text);
    }

    static String state(JobStatus row) {
        return row.state() == State.OK && row.lateSince() != null
                ? "late"
                : row.state().label().replace('-', ' ');
    }

    private String note(JobStatus row) {
        var notes = new ArrayList<String>();
        if (row.lateSince() != null) {
            notes.add("late since " + Ages.length(Duration.between(row.lateSince(), now)));
        }
        if (row.runningSince() != null) {
            notes.add("running for " + Ages.length(Duration.between(row.runningSince(), now)));
        }
        row.positions().forEach(position -> age(position, notes));
        count(notes, row.unconfirmed(), "unconfirmed");
        if (row.unfinishedWalks() > 0) {
            notes.add(Counted.of(row.unfinishedWalks(), "unfinished walk"));
        }
        return String.join(", ", notes);
    }

    private void age(PositionStatus position, List<String> notes) {
        var until = position.goodUntil();
        if (until != null) {
            notes.add(position.name() + " aged " + Ages.length(Duration.between(position.asOf(), now)) + " of "
                    + Ages.length(Duration.between(position.asOf(), until)));
        }
    }

    private String coloured(String state) {
        String colour =
                switch (state) {
                    case "ok" -> "green";
                    case "running" -> "cyan";
                    case "stopped", "never run", "never", "run" -> "yellow";
                    default -> "red";
                };
        return ansi.string("@|" + colour + " " + state + "|@");
    }
}
