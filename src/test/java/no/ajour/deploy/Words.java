package no.ajour.deploy;

import java.util.Map;
import java.util.Set;

/** The words that a field may have, which the model has as plain text. From Kubernetes' API reference, 1.29 to 1.35. */
final class Words {
    private static final Map<String, Map<String, Set<String>>> WORDS = Map.ofEntries(
            Map.entry("V1CronJobSpec", Map.of("concurrencyPolicy", Set.of("Allow", "Forbid", "Replace"))),
            Map.entry(
                    "V1JobSpec",
                    Map.of(
                            "completionMode", Set.of("Indexed", "NonIndexed"),
                            "podReplacementPolicy", Set.of("Failed", "TerminatingOrFailed"))),
            Map.entry("V1PodFailurePolicyRule", Map.of("action", Set.of("FailJob", "FailIndex", "Ignore", "Count"))),
            Map.entry("V1PodFailurePolicyOnExitCodesRequirement", Map.of("operator", Set.of("In", "NotIn"))),
            Map.entry("V1PodFailurePolicyOnPodConditionsPattern", Map.of("status", Set.of("True", "False", "Unknown"))),
            Map.entry(
                    "V1PodSpec",
                    Map.of(
                            "restartPolicy", Set.of("Always", "OnFailure", "Never"),
                            "dnsPolicy", Set.of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"))),
            Map.entry("V1Container", Map.of("imagePullPolicy", Set.of("Always", "IfNotPresent", "Never"))),
            Map.entry("V1SeccompProfile", Map.of("type", Set.of("RuntimeDefault", "Localhost", "Unconfined"))),
            Map.entry("V1EmptyDirVolumeSource", Map.of("medium", Set.of("", "Memory"))),
            Map.entry("V1NetworkPolicyPort", Map.of("protocol", Set.of("TCP", "UDP", "SCTP"))),
            Map.entry("V1ContainerPort", Map.of("protocol", Set.of("TCP", "UDP", "SCTP"))),
            Map.entry("V1ServicePort", Map.of("protocol", Set.of("TCP", "UDP", "SCTP"))),
            Map.entry("V1DeploymentStrategy", Map.of("type", Set.of("Recreate", "RollingUpdate"))));

    private Words() {}

    /** Field to words; fields that are not named may have any. */
    static Map<String, Set<String>> of(Class<?> model) {
        return WORDS.getOrDefault(model.getSimpleName(), Map.of());
    }
}
