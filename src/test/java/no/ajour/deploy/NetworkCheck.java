package no.ajour.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether pods can reach what they need, and nothing else. */
final class NetworkCheck implements Check {
    private static final Set<String> NEEDED = Set.of("UDP 53", "TCP 53", "TCP 443", "TCP 5432");

    @Override
    public List<Finding> findings(Manifest manifest) {
        var findings = new ArrayList<Finding>();
        var policies = manifest.of(Kind.NetworkPolicy);
        if (policies.stream().noneMatch(NetworkCheck::closesAll)) {
            var document = policies.stream()
                    .filter(policy -> policy.at("spec", "podSelector").fields().isEmpty())
                    .map(Node::document)
                    .findFirst()
                    .orElse("NetworkPolicy");
            findings.add(new Finding(document, "spec", "none closes all pods of the namespace in both directions"));
        }
        for (var policy : policies) {
            if (manifest.workloads().stream().noneMatch(workload -> selects(policy, workload))) {
                findings.add(policy.at("spec", "podSelector").wrong("selects no pod of the manifest"));
            }
            for (var rule : policy.at("spec", "egress").items()) {
                if (rule.at("ports").items().isEmpty()) {
                    findings.add(rule.at("ports").wrong("is missing: every port would be open"));
                }
            }
        }
        for (var workload : manifest.workloads()) {
            var open = new HashSet<String>();
            policies.stream().filter(policy -> selects(policy, workload)).forEach(policy -> open.addAll(open(policy)));
            for (var port : NEEDED) {
                if (!open.contains(port)) {
                    findings.add(workload.podLabels().wrong("no NetworkPolicy lets such a pod reach " + port));
                }
            }
        }
        return findings;
    }

    private static boolean closesAll(Node policy) {
        return policy.at("spec", "podSelector").fields().isEmpty()
                && policy.at("spec", "policyTypes").is(List.of("Ingress", "Egress"))
                && !policy.at("spec", "egress").isThere()
                && !policy.at("spec", "ingress").isThere();
    }

    private static boolean selects(Node policy, Workload workload) {
        var wanted = policy.at("spec", "podSelector", "matchLabels");
        return wanted.fields().stream().allMatch(label -> wanted.at(label)
                .text()
                .equals(workload.podLabels().at(label).text()));
    }

    private static Set<String> open(Node policy) {
        var open = new HashSet<String>();
        for (var rule : policy.at("spec", "egress").items()) {
            for (var port : rule.at("ports").items()) {
                open.add(port.at("protocol").text() + " " + port.at("port").text());
            }
        }
        return open;
    }
}
