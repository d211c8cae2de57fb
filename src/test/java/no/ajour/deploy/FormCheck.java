package no.ajour.deploy;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.scheduling.support.CronExpression;

/** Whether names, labels, schedules and amounts are written as Kubernetes wants them. */
final class FormCheck implements Check {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    // The time is added to a CronJob's name to make its Jobs' names, which become labels of at most 63 characters.
    private static final int LONGEST_CRON_JOB = 52;
    private static final Pattern LABEL = Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?" + Labels.WORD);
    private static final Pattern QUANTITY = Pattern.compile("[0-9]+(\\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?");
    // What both Kubernetes and the program's own scheduler read alike.
    private static final Pattern CRON = Pattern.compile("([0-9*,/-]+ ){4}[0-6*,/-]+");

    /** Words that are values of labels. */
    private static final class Labels {
        static final String WORD = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    }

    @Override
    public List<Finding> findings(Manifest manifest) {
        var findings = new ArrayList<Finding>();
        var titles = new HashSet<String>();
        for (var document : manifest.documents()) {
            var name = document.at("metadata", "name");
            if (!NAME.matcher(name.text()).matches()) {
                findings.add(name.wrong("must be of a-z, 0-9 and -, at most 63 characters"));
            }
            if (document.at("kind").is(Kind.CronJob.name()) && name.text().length() > LONGEST_CRON_JOB) {
                findings.add(name.wrong("is longer than " + LONGEST_CRON_JOB + " characters"));
            }
            if (!titles.add(document.document())) {
                findings.add(name.wrong("stands twice"));
            }
            namespace(manifest, document, findings);
            everywhere(document, findings);
        }
        manifest.workloads().stream().filter(Workload::isCron).forEach(cron -> schedule(cron, findings));
        return findings;
    }

    private static void namespace(Manifest manifest, Node document, List<Finding> findings) {
        if (document.at("kind").is(Kind.Namespace.name())) {
            return;
        }
        var namespace = document.at("metadata", "namespace");
        if (manifest.find(Kind.Namespace, namespace.text()).isEmpty()) {
            findings.add(namespace.wrong("'" + namespace.text() + "' is no Namespace of the manifest"));
        }
    }

    private static void everywhere(Node node, List<Finding> findings) {
        for (var field : node.fields()) {
            var child = node.at(field);
            switch (field) {
                case "labels", "matchLabels" -> labels(child, findings);
                case "requests", "limits" -> child.fields().forEach(resource -> quantity(child.at(resource), findings));
                case "sizeLimit" -> quantity(child, findings);
                // Texts, which are read elsewhere.
                case "data", "stringData" -> {}
                default -> everywhere(child, findings);
            }
        }
        node.items().forEach(item -> everywhere(item, findings));
    }

    private static void labels(Node labels, List<Finding> findings) {
        for (var key : labels.fields()) {
            if (!LABEL.matcher(key).matches()) {
                findings.add(labels.at(key).wrong("is no name of a label"));
            }
            if (!labels.at(key).text().matches(Labels.WORD)) {
                findings.add(labels.at(key).wrong("'" + labels.at(key).text() + "' is no value of a label"));
            }
        }
    }

    private static void quantity(Node quantity, List<Finding> findings) {
        if (!QUANTITY.matcher(quantity.text()).matches()) {
            findings.add(quantity.wrong("'" + quantity.text() + "' is no amount such as 100m or 320Mi"));
        }
    }

    private static void schedule(Workload cron, List<Finding> findings) {
        var schedule = cron.cron().at("schedule");
        try {
            if (!CRON.matcher(schedule.text()).matches()) {
                findings.add(schedule.wrong("'" + schedule.text() + "' is no schedule of five fields of numbers"));
            } else if (CronExpression.parse("0 " + schedule.text()).next(LocalDateTime.of(2026, 1, 1, 0, 0)) == null) {
                findings.add(schedule.wrong("'" + schedule.text() + "' never comes"));
            }
        } catch (IllegalArgumentException e) {
            findings.add(schedule.wrong("'" + schedule.text() + "' is no schedule: " + e.getMessage()));
        }
        var zone = cron.cron().at("timeZone");
        if (!ZoneId.getAvailableZoneIds().contains(zone.text())) {
            findings.add(zone.wrong("'" + zone.text() + "' is no time zone"));
        }
    }
}
