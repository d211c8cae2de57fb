package no.ajour.deploy;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.scheduling.support.CronExpression;

/** Whether Kubernetes starts, retries and ends runs as the program's exit codes, deadlines and stops are meant. */
final class RunCheck implements Check {
    // From the end of stop-within to the process's end: connections are closed, metrics pushed.
    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final long SOONEST = 10;

    private final Program program;

    RunCheck(Program program) {
        this.program = program;
    }

    @Override
    public List<Finding> findings(Manifest manifest) {
        var findings = new ArrayList<Finding>();
        var shortestGrace = program.stopWithin(manifest).plus(SLACK).toSeconds();
        for (var workload : manifest.workloads()) {
            var grace = workload.pod().at("terminationGracePeriodSeconds");
            if (grace.number() < shortestGrace) {
                findings.add(grace.wrong("must be at least " + shortestGrace + ", ajour.run.stop-within and "
                        + SLACK.toSeconds() + " s"));
            }
            if (workload.isJob()) {
                job(workload, findings);
            }
            if (workload.isCron()) {
                cron(workload.cron(), findings);
            }
            if (!workload.job().isEmpty()) {
                run(workload, findings);
            }
        }
        return findings;
    }

    private static void job(Workload workload, List<Finding> findings) {
        var spec = workload.spec();
        if (!workload.pod().at("restartPolicy").is("Never")) {
            findings.add(workload.pod().at("restartPolicy").wrong("must be Never: podFailurePolicy demands it"));
        }
        if (spec.at("activeDeadlineSeconds").number() < 1) {
            findings.add(spec.at("activeDeadlineSeconds").wrong("is missing: a pod that never starts would stay"));
        }
        boolean eachByItself = spec.at("backoffLimitPerIndex").isThere();
        var limit = spec.at(eachByItself ? "backoffLimitPerIndex" : "backoffLimit");
        if (limit.number() < 0) {
            findings.add(limit.wrong("is missing"));
        }
        var indexed = spec.at("completionMode").is("Indexed");
        if (eachByItself && !indexed) {
            findings.add(spec.at("completionMode").wrong("must be Indexed: backoffLimitPerIndex demands it"));
        }
        if (spec.at("parallelism").isThere()
                && !spec.at("completions")
                        .is(
                                spec.at("parallelism").number() == 1
                                        ? 1
                                        : (int) spec.at("parallelism").number())) {
            findings.add(spec.at("completions").wrong("must be parallelism: so many pods share the tenants"));
        }
        policy(workload, findings);
    }

    private static void policy(Workload workload, List<Finding> findings) {
        var rules = workload.spec().at("podFailurePolicy", "rules");
        for (var rule : rules.items()) {
            var codes = rule.at("onExitCodes");
            var conditions = rule.at("onPodConditions");
            if (codes.isThere() == conditions.isThere()) {
                findings.add(rule.wrong("must have either onExitCodes or onPodConditions"));
            }
            if (codes.isThere()
                    && !codes.at("containerName")
                            .text()
                            .equals(workload.container().at("name").text())) {
                findings.add(codes.at("containerName").wrong("is no container of the pod"));
            }
            var values = codes.at("values").items().stream().map(Node::number).toList();
            if (!values.equals(values.stream().sorted().distinct().toList()) || values.contains(0L)) {
                findings.add(codes.at("values").wrong("must ascend, and not have 0"));
            }
            if (rule.at("action").is("FailIndex")
                    && !workload.spec().at("backoffLimitPerIndex").isThere()) {
                findings.add(rule.at("action").wrong("FailIndex needs backoffLimitPerIndex"));
            }
        }
    }

    private static void cron(Node cron, List<Finding> findings) {
        if (!cron.at("concurrencyPolicy").is("Forbid")) {
            findings.add(cron.at("concurrencyPolicy").wrong("must be Forbid"));
        }
        if (cron.at("startingDeadlineSeconds").number() < SOONEST) {
            findings.add(cron.at("startingDeadlineSeconds")
                    .wrong("must be at least " + SOONEST + ": Kubernetes looks every 10 s"));
        }
        for (var history : List.of("successfulJobsHistoryLimit", "failedJobsHistoryLimit")) {
            if (cron.at(history).number() < 1) {
                findings.add(cron.at(history).wrong("must be at least 1"));
            }
        }
    }

    private void run(Workload workload, List<Finding> findings) {
        var spec = workload.spec();
        var deadline = spec.at("activeDeadlineSeconds");
        var own = program.deadline(workload.job()).plus(program.stopWithinByDefault());
        if (deadline.number() < own.toSeconds()) {
            findings.add(deadline.wrong("must be more than the job's own deadline: at least " + own.toSeconds()));
        }
        var period = shortestPeriod(workload.cron().at("schedule").text());
        if (deadline.number() >= period) {
            findings.add(
                    deadline.wrong("must be less than the " + period + " s to the next time, which is left out else"));
        }
        if (workload.cron().at("startingDeadlineSeconds").number() >= period) {
            findings.add(workload.cron()
                    .at("startingDeadlineSeconds")
                    .wrong("must be less than the " + period + " s to the next time"));
        }
        boolean several = spec.at("parallelism").number() > 1;
        String fail = several ? "FailIndex" : "FailJob";
        var wanted = List.of("Ignore", fail, fail, fail, fail, "Ignore", "Count", "Count");
        var codes = List.of(0, 10, 40, 64, 143, 20, 30, 137);
        for (int number = 0; number < codes.size(); number++) {
            int code = codes.get(number);
            var done = action(spec, code);
            if (!done.equals(wanted.get(number))) {
                var what = code == 0 ? "a pod whose node is drained" : "exit code " + code;
                findings.add(spec.at("podFailurePolicy", "rules")
                        .wrong(what + " must be handled with " + wanted.get(number) + ", not " + done));
            }
        }
        boolean shared = workload.arguments().contains("--share");
        if (several != shared) {
            findings.add(
                    workload.container().at("args").wrong("--share belongs to parallelism above 1, and only to it"));
        }
    }

    // 0 stands for a pod that is disrupted, which ends with 143.
    private static String action(Node spec, int code) {
        return spec.at("podFailurePolicy", "rules").items().stream()
                .filter(rule -> (code == 0 && disrupted(rule)) || exits(rule, code == 0 ? 143 : code))
                .findFirst()
                .map(rule -> rule.at("action").text())
                .orElse("Count");
    }

    private static boolean disrupted(Node rule) {
        return rule.at("onPodConditions").items().stream()
                .anyMatch(condition -> condition.at("type").is("DisruptionTarget")
                        && condition.at("status").is("True"));
    }

    private static boolean exits(Node rule, int code) {
        var codes = rule.at("onExitCodes");
        boolean named = codes.at("values").items().stream().anyMatch(value -> value.is(code));
        return codes.isThere() && named == codes.at("operator").is("In");
    }

    private static long shortestPeriod(String schedule) {
        try {
            var cron = CronExpression.parse("0 " + schedule);
            var times = Stream.iterate(LocalDateTime.of(2026, 1, 1, 0, 0), cron::next)
                    .skip(1)
                    .limit(50)
                    .toList();
            return IntStream.range(1, times.size())
                    .mapToLong(next -> Duration.between(times.get(next - 1), times.get(next))
                            .toSeconds())
                    .min()
                    .orElse(Long.MAX_VALUE);
        } catch (IllegalArgumentException | NullPointerException e) {
            // Told by FormCheck.
            return Long.MAX_VALUE;
        }
    }
}
