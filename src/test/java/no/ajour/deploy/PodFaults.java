package no.ajour.deploy;

import java.util.stream.Stream;

/** Mistakes in what pods may do, and in how they are started, retried and ended. */
final class PodFaults {
    private static final String EVENTS = "CronJob journal-events";
    private static final String ACTIVE = "CronJob digital-active";

    private PodFaults() {}

    static Stream<Fault> all() {
        return Stream.of(security(), network(), runs()).flatMap(faults -> faults);
    }

    private static Stream<Fault> security() {
        return Stream.of(
                new Fault(EVENTS, "Escalation: false", "Escalation: true", "allowPrivilegeEscalation", "must be false"),
                new Fault(EVENTS, "runAsNonRoot: true", "runAsNonRoot: false", "runAsNonRoot", "must be true"),
                new Fault(EVENTS, "runAsUser: 10001", "runAsUser: 0", "runAsUser", "not root"),
                new Fault(EVENTS, "            fsGroup: 10001\n", "", "fsGroup", "not root"),
                new Fault(EVENTS, "Filesystem: true", "Filesystem: false", "readOnlyRootFilesystem", "must be true"),
                new Fault(EVENTS, "type: RuntimeDefault", "type: Unconfined", "seccompProfile.type", "RuntimeDefault"),
                new Fault(
                        EVENTS,
                        "            seccompProfile:\n              type: RuntimeDefault\n",
                        "",
                        "seccompProfile.type",
                        "RuntimeDefault"),
                new Fault(EVENTS, "drop: [ALL]", "drop: [NET_RAW]", "capabilities.drop", "must be [ALL]"),
                new Fault(EVENTS, "drop: [ALL]", "drop: [ALL]\n                  add: [CHOWN]", "add", "must not"),
                new Fault(EVENTS, "Token: false", "Token: true", "automountServiceAccountToken", "must be false"),
                new Fault(
                        "ServiceAccount ajour",
                        "automountServiceAccountToken: false",
                        "",
                        "automountServiceAccountToken",
                        "must be false"),
                new Fault(EVENTS, "image: ajour:0.1.0", "image: ajour:latest", "image", "must name a version"),
                new Fault(EVENTS, "image: ajour:0.1.0", "image: ajour", "image", "must name a version"),
                new Fault(
                        EVENTS,
                        "limits:\n                  cpu: \"1\"\n                  memory: 320Mi",
                        "limits: {}",
                        "limits.memory",
                        "is missing"),
                new Fault(EVENTS, "defaultMode: 0440", "defaultMode: 0444", "defaultMode", "0440"),
                new Fault(
                        EVENTS,
                        "mountPath: /run/secrets/ajour, readOnly: true",
                        "mountPath: /run/secrets/ajour",
                        "readOnly",
                        "must be true"),
                new Fault(
                        EVENTS,
                        "restartPolicy: Never",
                        "restartPolicy: Never\n          hostNetwork: true",
                        "hostNetwork",
                        "must not"),
                new Fault(
                        EVENTS,
                        "emptyDir:\n                sizeLimit: 64Mi",
                        "emptyDir: {}",
                        "sizeLimit",
                        "is missing"),
                new Fault(
                        EVENTS,
                        "env:\n",
                        "env:\n                - name: SPRING_DATASOURCE_PASSWORD\n                  valueFrom: "
                                + "{secretKeyRef: {name: ajour, key: job-password}}\n",
                        "secretKeyRef",
                        "secrets are files"),
                new Fault("Namespace ajour", "enforce: restricted", "enforce: baseline", "enforce", "restricted"));
    }

    private static Stream<Fault> network() {
        return Stream.of(
                new Fault("NetworkPolicy nothing", "[Ingress, Egress]", "[Ingress]", "spec", "none closes all"),
                new Fault(
                        "NetworkPolicy ajour",
                        "      app.kubernetes.io/name: ajour\n  policyTypes",
                        "      app.kubernetes.io/name: ajuor\n  policyTypes",
                        "podSelector",
                        "selects no pod"),
                new Fault(
                        "NetworkPolicy ajour",
                        "    - ports:\n        - {protocol: TCP, port: 443}",
                        "    - {}",
                        "ports",
                        "every port"));
    }

    private static Stream<Fault> runs() {
        return Stream.of(
                new Fault(EVENTS, "restartPolicy: Never", "restartPolicy: OnFailure", "restartPolicy", "must be Never"),
                new Fault(
                        EVENTS, "concurrencyPolicy: Forbid", "concurrencyPolicy: Replace", "Policy", "must be Forbid"),
                new Fault(
                        EVENTS,
                        "PeriodSeconds: 60",
                        "PeriodSeconds: 30",
                        "terminationGracePeriodSeconds",
                        "at least 35"),
                new Fault(
                        EVENTS,
                        "activeDeadlineSeconds: 1740",
                        "activeDeadlineSeconds: 1500",
                        "Seconds",
                        "own deadline"),
                new Fault(EVENTS, "activeDeadlineSeconds: 1740", "activeDeadlineSeconds: 7200", "Seconds", "next time"),
                new Fault("Job migrate", "  activeDeadlineSeconds: 3600\n", "", "activeDeadlineSeconds", "is missing"),
                new Fault(EVENTS, "Seconds: 1200", "Seconds: 5", "startingDeadlineSeconds", "at least 10"),
                new Fault(EVENTS, "Seconds: 1200", "Seconds: 3600", "startingDeadlineSeconds", "less than the 1800 s"),
                new Fault(EVENTS, "failedJobsHistoryLimit: 3", "failedJobsHistoryLimit: 0", "Limit", "at least 1"),
                new Fault(ACTIVE, "backoffLimit: 20", "", "backoffLimit", "is missing"),
                new Fault(
                        ACTIVE,
                        "[10, 40, 64, 143]",
                        "[10, 64, 143]",
                        "rules",
                        "exit code 40 must be handled with FailJob"),
                new Fault(EVENTS, "[10, 40, 64, 143]", "[10, 40, 143]", "rules", "exit code 64 must be handled"),
                new Fault(
                        EVENTS, "values: [20]", "values: [20, 30]", "rules", "exit code 30 must be handled with Count"),
                new Fault(EVENTS, "values: [20]", "values: [21]", "rules", "exit code 20 must be handled with Ignore"),
                new Fault(EVENTS, "action: FailIndex", "action: FailJob", "rules", "handled with FailIndex"),
                new Fault(ACTIVE, "action: FailJob", "action: FailIndex", "action", "needs backoffLimitPerIndex"),
                new Fault(EVENTS, "[10, 40, 64, 143]", "[10, 40, 64, 64]", "values", "must ascend"),
                new Fault(EVENTS, "containerName: ajour", "containerName: job", "containerName", "no container"),
                new Fault(EVENTS, "type: DisruptionTarget", "type: Disruption", "rules", "node is drained"),
                new Fault(EVENTS, "completionMode: Indexed", "completionMode: NonIndexed", "Mode", "must be Indexed"),
                new Fault(EVENTS, "completions: 2", "completions: 3", "completions", "must be parallelism"),
                new Fault(EVENTS, ", --share, $(JOB_UID)", "", "args", "--share belongs to parallelism"));
    }
}
