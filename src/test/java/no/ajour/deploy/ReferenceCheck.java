package no.ajour.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether what one place names is there at another: volumes, keys of the Secret and the ConfigMap, accounts. */
final class ReferenceCheck implements Check {

    @Override
    public List<Finding> findings(Manifest manifest) {
        var findings = new ArrayList<Finding>();
        var used = new HashMap<String, Set<String>>();
        for (var workload : manifest.workloads()) {
            mounts(workload, findings);
            workload.pod().at("volumes").items().forEach(volume -> sources(manifest, volume, used, findings));
            account(manifest, workload, findings);
        }
        for (var kind : List.of(Kind.Secret, Kind.ConfigMap)) {
            for (var document : manifest.of(kind)) {
                unused(document, used.getOrDefault(document.document(), Set.of()), findings);
            }
        }
        return findings;
    }

    private static void mounts(Workload workload, List<Finding> findings) {
        var volumes = workload.pod().at("volumes").items().stream()
                .map(volume -> volume.at("name").text())
                .toList();
        var mounted = new HashSet<String>();
        for (var container : workload.containers()) {
            var paths = new HashSet<String>();
            for (var mount : container.at("volumeMounts").items()) {
                mounted.add(mount.at("name").text());
                if (!volumes.contains(mount.at("name").text())) {
                    findings.add(mount.at("name").wrong("'" + mount.at("name").text() + "' is no volume of the pod"));
                }
                if (!mount.at("mountPath").text().matches("(/[a-z0-9.-]+)+")) {
                    findings.add(mount.at("mountPath").wrong("must begin with /"));
                }
                if (!paths.add(mount.at("mountPath").text())) {
                    findings.add(mount.at("mountPath").wrong("is mounted twice"));
                }
            }
        }
        var named = new HashSet<String>();
        for (var volume : workload.pod().at("volumes").items()) {
            if (!mounted.contains(volume.at("name").text())) {
                findings.add(volume.at("name").wrong("is mounted nowhere"));
            }
            if (!named.add(volume.at("name").text())) {
                findings.add(volume.at("name").wrong("stands twice"));
            }
            if (volume.fields().size() != 2) {
                findings.add(volume.wrong("must have a name and one source"));
            }
        }
    }

    private static void sources(Manifest manifest, Node volume, Map<String, Set<String>> used, List<Finding> findings) {
        source(manifest, Kind.Secret, volume.at("secret"), "secretName", used, findings);
        source(manifest, Kind.ConfigMap, volume.at("configMap"), "name", used, findings);
    }

    private static void source(
            Manifest manifest,
            Kind kind,
            Node source,
            String nameField,
            Map<String, Set<String>> used,
            List<Finding> findings) {
        if (!source.isThere()) {
            return;
        }
        var name = source.at(nameField);
        var document = manifest.find(kind, name.text());
        if (document.isEmpty()) {
            findings.add(name.wrong("'" + name.text() + "' is no " + kind + " of the manifest"));
            return;
        }
        if (source.at("items").items().isEmpty()) {
            findings.add(source.at("items").wrong("is missing: the pod would get every key"));
        }
        var keys = keys(document.get());
        var paths = new HashSet<String>();
        for (var item : source.at("items").items()) {
            var key = item.at("key");
            used.computeIfAbsent(document.get().document(), any -> new HashSet<>())
                    .add(key.text());
            if (!keys.contains(key.text())) {
                findings.add(key.wrong("'" + key.text() + "' is none of the keys of " + kind + " " + name.text() + ": "
                        + keys.stream().sorted().collect(Collectors.joining(", "))));
            }
            if (!item.at("path").text().matches("[A-Za-z0-9._-]+")) {
                findings.add(item.at("path").wrong("must be the name of a file"));
            }
            if (!paths.add(item.at("path").text())) {
                findings.add(item.at("path").wrong("stands twice"));
            }
        }
    }

    private static Set<String> keys(Node document) {
        var keys = new HashSet<>(document.at("data").fields());
        keys.addAll(document.at("stringData").fields());
        return keys;
    }

    private static void unused(Node document, Set<String> used, List<Finding> findings) {
        for (var holder : List.of(document.at("data"), document.at("stringData"))) {
            for (var key : holder.fields()) {
                if (!used.contains(key)) {
                    findings.add(holder.at(key).wrong("is given to no pod"));
                }
            }
        }
    }

    private static void account(Manifest manifest, Workload workload, List<Finding> findings) {
        var account = workload.pod().at("serviceAccountName");
        if (manifest.find(Kind.ServiceAccount, account.text()).isEmpty()) {
            findings.add(account.wrong("'" + account.text() + "' is no ServiceAccount of the manifest"));
        }
    }
}
