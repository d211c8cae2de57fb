package no.ajour.deploy;

import java.util.stream.Stream;

/** Mistakes in what a document is: its form, its names, when it is due, what it refers to. */
final class DocumentFaults {
    private static final String EVENTS = "CronJob journal-events";
    private static final String ACTIVE = "CronJob digital-active";
    private static final String SETTINGS = "ConfigMap ajour";

    private DocumentFaults() {}

    static Stream<Fault> all() {
        return Stream.of(form(), names(), schedules(), references()).flatMap(faults -> faults);
    }

    private static Stream<Fault> form() {
        return Stream.of(
                new Fault(EVENTS, "concurrencyPolicy", "concurencyPolicy", "spec.concurencyPolicy", "is no field"),
                new Fault(EVENTS, "    spec:\n", "    specs:\n", "spec.jobTemplate.specs", "is no field"),
                new Fault(EVENTS, "readOnlyRootFilesystem", "readOnlyRootFileSystem", "FileSystem", "is no field"),
                new Fault("NetworkPolicy ajour", "port: 443", "ports: 443", "ports[0].ports", "is no field"),
                new Fault(SETTINGS, "data:", "datas:", "datas", "is no field"),
                new Fault(EVENTS, "  schedule: \"4,34 * * * *\"\n", "", "spec.schedule", "is missing"),
                new Fault(EVENTS, "      template:", "      pod:", "spec.jobTemplate.spec.template", "is missing"),
                new Fault(EVENTS, "- name: ajour\n              image", "- image", "containers[0].name", "is missing"),
                new Fault(EVENTS, "  timeZone: Europe/Oslo", "  timeZone:", "spec.timeZone", "is empty"),
                new Fault(EVENTS, "Seconds: 1200", "Seconds: \"1200\"", "startingDeadlineSeconds", "whole number"),
                new Fault(EVENTS, "parallelism: 2", "parallelism: 2.5", "parallelism", "whole number"),
                new Fault(EVENTS, "args: [", "args: run #", "args", "must be a list"),
                new Fault(EVENTS, "Links: false", "Links: \"false\"", "enableServiceLinks", "true or false"),
                new Fault(EVENTS, "args: [run,", "args: [run, 1,", "args[1]", "quotation marks"),
                new Fault(EVENTS, "concurrencyPolicy: Forbid", "concurrencyPolicy: forbid", "Policy", "none of"),
                new Fault(EVENTS, "operator: In", "operator: in", "onExitCodes.operator", "none of"),
                new Fault(EVENTS, "PullPolicy: IfNotPresent", "PullPolicy: Sometimes", "imagePullPolicy", "none of"),
                new Fault("NetworkPolicy ajour", "protocol: UDP", "protocol: udp", "protocol", "none of"),
                new Fault(EVENTS, "batch/v1", "batch/v1beta1", "apiVersion", "must be batch/v1"),
                new Fault(EVENTS, "kind: CronJob", "kind: CronJob\nkind: CronJob", "", "duplicate key"));
    }

    private static Stream<Fault> names() {
        return Stream.of(
                new Fault(ACTIVE, "name: digital-active", "name: Digital_Active", "metadata.name", "must be of a-z"),
                new Fault(
                        "CronJob command",
                        "name: command",
                        "name: a-command-whose-name-leaves-no-room-for-the-time-of-its-jobs",
                        "metadata.name",
                        "longer than 52"),
                new Fault(ACTIVE, "name: digital-active", "name: journal-events", "metadata.name", "stands twice"),
                new Fault(ACTIVE, "namespace: ajour", "namespace: ajuor", "metadata.namespace", "no Namespace"),
                new Fault(ACTIVE, "/name: ajour", "/name: -ajour", "kubernetes.io/name", "no value of a label"),
                new Fault(ACTIVE, "app.kubernetes.io/component", "app/kubernetes/component", "component", "no name"),
                new Fault(ACTIVE, "memory: 768Mi", "memory: 768MB", "requests.memory", "is no amount"),
                new Fault(ACTIVE, "sizeLimit: 64Mi", "sizeLimit: 64 Mi", "sizeLimit", "is no amount"));
    }

    private static Stream<Fault> schedules() {
        return Stream.of(
                new Fault(EVENTS, "4,34 * * * *", "4,64 * * * *", "spec.schedule", "is no schedule"),
                new Fault(EVENTS, "4,34 * * * *", "0 4,34 * * * *", "spec.schedule", "five fields"),
                new Fault(EVENTS, "4,34 * * * *", "0 0 31 2 *", "spec.schedule", "never comes"),
                new Fault(EVENTS, "4,34 * * * *", "4,34 * * * 7", "spec.schedule", "five fields"),
                new Fault(EVENTS, "4,34 * * * *", "5,35 * * * *", "spec.schedule", "jobs/journal-events.yaml"),
                new Fault(EVENTS, "Europe/Oslo", "Europe/Olso", "spec.timeZone", "no time zone"),
                new Fault(EVENTS, "Europe/Oslo", "Europe/Stockholm", "spec.timeZone", "jobs/journal-events.yaml"),
                new Fault(
                        SETTINGS,
                        "journal-events:\n          enabled: true",
                        "journal-events:\n          schedule: \"1 * * * *\"",
                        "data.journal-events.yaml",
                        "not that of"));
    }

    private static Stream<Fault> references() {
        return Stream.of(
                new Fault(EVENTS, "- {name: tmp, mountPath", "- {name: temp, mountPath", "[4].name", "no volume"),
                new Fault(EVENTS, "- {name: tmp, mountPath: /tmp}", "", "volumes[4].name", "mounted nowhere"),
                new Fault(EVENTS, "mountPath: /tmp}", "mountPath: /opt/ajour/jobs}", "mountPath", "mounted twice"),
                new Fault(EVENTS, "mountPath: /tmp}", "mountPath: tmp}", "mountPath", "must begin with /"),
                new Fault(EVENTS, "secretName: ajour", "secretName: ajuor", "secretName", "no Secret"),
                new Fault(EVENTS, "key: job-password", "key: job-pasword", "items[1].key", "none of the keys"),
                new Fault(EVENTS, "key: application.yaml", "key: application.yml", "items[0].key", "none of the keys"),
                new Fault(
                        "Secret ajour", "  job-password: FILL-IN", "  job-password: x\n  spare: x", "spare", "no pod"),
                new Fault(EVENTS, "serviceAccountName: ajour", "serviceAccountName: job", "AccountName", "no Service"),
                new Fault(
                        EVENTS,
                        "emptyDir:",
                        "secret: {secretName: ajour}\n              emptyDir:",
                        "volumes[4]",
                        "one source"));
    }
}
