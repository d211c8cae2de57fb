package no.ajour.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import no.ajour.command.CommandLines;

/** Whether the program understands what pods tell it, and each job runs when its file says. */
final class ProgramCheck implements Check {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([^)]*)\\)");
    // Not settings, but read by the JVM, the C library or OpenTelemetry.
    private static final Set<String> OTHERS = Set.of("JDK_JAVA_OPTIONS", "TZ", "OTEL_RESOURCE_ATTRIBUTES");
    private static final List<String> FOR_PROCESSES_THAT_STAY = List.of("java", "@/opt/ajour/long.args");
    private static final Set<String> FIELDS = Set.of(
            "metadata.name",
            "metadata.namespace",
            "spec.nodeName",
            "metadata.labels['batch.kubernetes.io/controller-uid']",
            "metadata.labels['batch.kubernetes.io/job-completion-index']");

    private final Program program;

    ProgramCheck(Program program) {
        this.program = program;
    }

    @Override
    public List<Finding> findings(Manifest manifest) {
        var findings = new ArrayList<Finding>();
        for (var workload : manifest.workloads()) {
            var container = workload.container();
            var command = container.at("command");
            if (command.isThere() && !command.is(FOR_PROCESSES_THAT_STAY)) {
                findings.add(command.wrong(
                        "must not be there, or " + FOR_PROCESSES_THAT_STAY + ": the image's entry point is ajour"));
            }
            var image = container.at("image");
            if (!image.text().matches(".*:" + Pattern.quote(Program.version()) + "(@.*)?")) {
                findings.add(image.wrong("is not of this version, " + Program.version()));
            }
            var label = workload.podLabels().at("app.kubernetes.io/component");
            if (!label.is(workload.document().at("metadata", "name").text())) {
                findings.add(label.wrong("must be the document's name"));
            }
            arguments(workload, findings);
            variables(workload, findings);
            if (workload.isCron()) {
                cron(workload, findings);
            }
        }
        everyJob(manifest, findings);
        return findings;
    }

    private static void arguments(Workload workload, List<Finding> findings) {
        var args = workload.container().at("args");
        var fault = CommandLines.fault(workload.arguments());
        if (fault != null) {
            findings.add(args.wrong(fault));
        }
        var variables = workload.container().at("env").items().stream()
                .map(variable -> variable.at("name").text())
                .collect(Collectors.toSet());
        for (var argument : args.items()) {
            REFERENCE
                    .matcher(argument.text())
                    .results()
                    .filter(reference -> !variables.contains(reference.group(1)))
                    .forEach(reference -> findings.add(
                            argument.wrong("'" + reference.group(1) + "' is none of the pod's variables")));
        }
    }

    private static void variables(Workload workload, List<Finding> findings) {
        var arguments = String.join(" ", workload.arguments());
        for (var variable : workload.container().at("env").items()) {
            var name = variable.at("name");
            if (!KnownSettings.variable(name.text())
                    && !OTHERS.contains(name.text())
                    && !arguments.contains("$(" + name.text() + ")")) {
                findings.add(
                        name.wrong("'" + name.text() + "' is no setting of the program, and no argument names it"));
            }
            if (variable.at("value").isThere() == variable.at("valueFrom").isThere()) {
                findings.add(variable.wrong("must have either value or valueFrom"));
            }
            var field = variable.at("valueFrom", "fieldRef", "fieldPath");
            if (field.isThere() && !FIELDS.contains(field.text())) {
                findings.add(field.wrong("'" + field.text() + "' is no field that pods of Jobs have"));
            }
        }
    }

    private void cron(Workload cron, List<Finding> findings) {
        var name = cron.document().at("metadata", "name");
        var job = cron.job();
        if (job.isEmpty()) {
            if (!cron.cron().at("suspend").is(true)) {
                findings.add(cron.cron().at("suspend").wrong("must be true for what runs no job"));
            }
            return;
        }
        if (!program.jobs().contains(job)) {
            findings.add(cron.container().at("args").wrong("'" + job + "' is none of the jobs " + program.jobs()));
            return;
        }
        if (!name.is(job)) {
            findings.add(name.wrong("must be the job's, " + job));
        }
        var suspend = cron.cron().at("suspend");
        if (program.setting(job, "enabled").equals("false")) {
            if (!suspend.is(true)) {
                findings.add(suspend.wrong("must be true: the job is off as it comes, and its pods would do nothing"));
            }
        } else if (suspend.isThere()) {
            findings.add(suspend.wrong("must not be there: the job would never run"));
        }
        agree(cron.cron().at("schedule"), job, "schedule", findings);
        agree(cron.cron().at("timeZone"), job, "time-zone", findings);
    }

    private void agree(Node node, String job, String setting, List<Finding> findings) {
        var expected = program.setting(job, setting);
        if (!node.text().equals(expected)) {
            findings.add(node.wrong(
                    "'" + node.text() + "' is not " + setting + " in jobs/" + job + ".yaml, '" + expected + "'"));
        }
    }

    private void everyJob(Manifest manifest, List<Finding> findings) {
        for (var job : program.jobs()) {
            if (manifest.find(Kind.CronJob, job).isEmpty()) {
                findings.add(new Finding("CronJob " + job, "", "is missing, and jobs/" + job + ".yaml is there"));
            }
        }
    }
}
