package no.ajour.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether pods may do no more than they need: Kubernetes' profile {@code restricted}, and what this project adds to it. */
final class SecurityCheck implements Check {
    // A tag that says which version, and may have its digest besides.
    private static final Pattern PINNED = Pattern.compile(".+:[0-9]+\\.[0-9]+\\.[0-9]+(@sha256:[0-9a-f]{64})?");
    private static final Set<String> READ_BY_GROUP = Set.of("256", "288");

    @Override
    public List<Finding> findings(Manifest manifest) {
        var findings = new ArrayList<Finding>();
        for (var namespace : manifest.of(Kind.Namespace)) {
            require(namespace.at("metadata", "labels", "pod-security.kubernetes.io/enforce"), "restricted", findings);
        }
        for (var account : manifest.of(Kind.ServiceAccount)) {
            require(account.at("automountServiceAccountToken"), false, findings);
        }
        manifest.workloads().forEach(workload -> pod(workload.pod(), findings));
        return findings;
    }

    private static void pod(Node pod, List<Finding> findings) {
        require(pod.at("automountServiceAccountToken"), false, findings);
        require(pod.at("enableServiceLinks"), false, findings);
        for (var shared : List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace")) {
            if (pod.at(shared).isThere()) {
                findings.add(pod.at(shared).wrong("must not be there"));
            }
        }
        var context = pod.at("securityContext");
        require(context.at("runAsNonRoot"), true, findings);
        require(context.at("seccompProfile", "type"), "RuntimeDefault", findings);
        for (var id : List.of("runAsUser", "runAsGroup", "fsGroup")) {
            if (context.at(id).number() < 1) {
                findings.add(context.at(id).wrong("must be the number of somebody who is not root"));
            }
        }
        if (pod.at("initContainers").isThere() || pod.at("containers").items().size() != 1) {
            findings.add(pod.at("containers").wrong("must be one"));
        }
        pod.at("containers").items().forEach(container -> container(container, findings));
        pod.at("volumes").items().forEach(volume -> volume(volume, findings));
    }

    private static void container(Node container, List<Finding> findings) {
        var context = container.at("securityContext");
        require(context.at("allowPrivilegeEscalation"), false, findings);
        require(context.at("readOnlyRootFilesystem"), true, findings);
        require(context.at("capabilities", "drop"), List.of("ALL"), findings);
        for (var more : List.of("privileged", "runAsUser", "runAsNonRoot", "seccompProfile")) {
            if (context.at(more).isThere()) {
                findings.add(context.at(more).wrong("must not be there"));
            }
        }
        if (context.at("capabilities", "add").isThere()) {
            findings.add(context.at("capabilities", "add").wrong("must not be there"));
        }
        if (!PINNED.matcher(container.at("image").text()).matches()) {
            findings.add(container.at("image").wrong("must name a version, such as ajour:1.2.3"));
        }
        require(container.at("imagePullPolicy"), "IfNotPresent", findings);
        for (var amount : List.of("requests", "limits")) {
            for (var resource : List.of("cpu", "memory")) {
                var node = container.at("resources", amount, resource);
                if (!node.isThere()) {
                    findings.add(node.wrong("is missing"));
                }
            }
        }
        for (var variable : container.at("env").items()) {
            if (variable.at("valueFrom", "secretKeyRef").isThere()) {
                findings.add(variable.at("valueFrom", "secretKeyRef").wrong("secrets are files"));
            }
        }
        for (var mount : container.at("volumeMounts").items()) {
            if (!mount.at("mountPath").is("/tmp")) {
                require(mount.at("readOnly"), true, findings);
            }
        }
    }

    private static void volume(Node volume, List<Finding> findings) {
        if (volume.at("hostPath").isThere()) {
            findings.add(volume.at("hostPath").wrong("must not be there"));
        }
        var mode = volume.at("secret", "defaultMode");
        if (volume.at("secret").isThere() && !READ_BY_GROUP.contains(mode.text())) {
            findings.add(mode.wrong("must be 0440 or 0400"));
        }
        if (volume.at("emptyDir").isThere()
                && !volume.at("emptyDir", "sizeLimit").isThere()) {
            findings.add(volume.at("emptyDir", "sizeLimit").wrong("is missing"));
        }
    }

    private static void require(Node node, Object expected, List<Finding> findings) {
        if (!node.is(expected)) {
            findings.add(node.wrong("must be " + expected));
        }
    }
}
