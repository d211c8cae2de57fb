package no.ajour.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a campaign has done. */
final class CampaignReport {
    private final Map<String, Integer> troubles = new TreeMap<>();
    private final Map<String, Integer> blows = new TreeMap<>();
    private final Map<Integer, Integer> exitCodes = new TreeMap<>();
    private final Map<String, Integer> jobs = new TreeMap<>();
    private int rounds;
    private int processes;
    private long calls;
    private final List<String> failures = new ArrayList<>();

    synchronized void round(Job job, List<Trouble> troubles) {
        rounds++;
        jobs.merge(job.toString(), 1, Integer::sum);
        troubles.forEach(trouble -> this.troubles.merge(trouble.name(), 1, Integer::sum));
    }

    synchronized void blow(String blow) {
        blows.merge(blow, 1, Integer::sum);
    }

    synchronized void ended(int exitCode) {
        processes++;
        exitCodes.merge(exitCode, 1, Integer::sum);
    }

    synchronized void served(long more) {
        calls += more;
    }

    /** @param seed of the installation */
    synchronized void failed(long seed, Throwable why) {
        var failure = "With -Dreliability.seed=" + seed + ": " + why.getMessage();
        System.out.println("FAILED " + failure);
        why.printStackTrace(System.out);
        failures.add(failure);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    synchronized int rounds() {
        return rounds;
    }

    synchronized List<String> lines(long seed) {
        var lines = new ArrayList<String>();
        lines.add("Reliability campaign, seed " + seed + ": "
                + (failures.isEmpty() ? "nothing was lost" : failures.size() + " FAILURES"));
        lines.add(rounds + " rounds, " + processes + " troubled processes, " + calls + " calls served");
        failures.stream()
                .map(failure -> failure.lines().limit(2).collect(Collectors.joining(" ")))
                .forEach(lines::add);
        lines.add("jobs: " + counts(jobs));
        lines.add("troubles: " + counts(troubles));
        lines.add("blows: " + counts(blows));
        lines.add("exit codes: " + counts(exitCodes));
        return lines;
    }

    private static String counts(Map<?, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
