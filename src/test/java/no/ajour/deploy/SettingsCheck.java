package no.ajour.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.yaml.snakeyaml.error.YAMLException;

/** Whether the program finds its settings and secrets where pods mount them, and knows each by its name. */
final class SettingsCheck implements Check {
    private static final String PLACEHOLDER = "FILL-IN";
    private static final String SETTINGS = "application.yaml";
    private static final String KEY_FILE = "ajour.helseid.key-file";

    private final Program program;

    SettingsCheck(Program program) {
        this.program = program;
    }

    @Override
    public List<Finding> findings(Manifest manifest) {
        var findings = new ArrayList<Finding>();
        manifest.of(Kind.ConfigMap).forEach(document -> document.at("data")
                .fields()
                .forEach(file -> settings(document.at("data").at(file), file, findings)));
        for (var workload : manifest.workloads()) {
            files(manifest, workload, findings);
        }
        for (var document : manifest.documents()) {
            if (!document.at("kind").is("Secret") && !document.at("kind").is("ConfigMap")) {
                placeholders(document, findings);
            }
        }
        return findings;
    }

    private void settings(Node text, String file, List<Finding> findings) {
        var job = file.replaceFirst("\\.yaml$", "");
        if (!file.equals(SETTINGS) && !program.jobs().contains(job)) {
            findings.add(text.wrong("is no file that the program reads"));
        }
        try {
            var settings = Program.flat(text.text());
            for (var name : settings.stringPropertyNames()) {
                if (!KnownSettings.property(name)) {
                    findings.add(text.wrong(name + " is no setting of the program"));
                }
            }
            for (var agreed : List.of("schedule", "time-zone")) {
                var here = settings.getProperty("ajour.jobs." + job + "." + agreed);
                if (here != null && !here.equals(program.setting(job, agreed))) {
                    findings.add(text.wrong(agreed + " '" + here + "' is not that of jobs/" + file + ", '"
                            + program.setting(job, agreed) + "'"));
                }
            }
        } catch (YAMLException e) {
            findings.add(text.wrong(String.valueOf(e.getMessage())));
        }
    }

    private static void placeholders(Node node, List<Finding> findings) {
        if (node.value() instanceof String text && text.contains(PLACEHOLDER)) {
            findings.add(node.wrong("must not be left to fill in"));
        }
        node.fields().forEach(field -> placeholders(node.at(field), findings));
        node.items().forEach(item -> placeholders(item, findings));
    }

    private void files(Manifest manifest, Workload workload, List<Finding> findings) {
        var files = mounted(workload);
        var mounts = workload.container().at("volumeMounts");
        boolean migrates = workload.arguments().equals(List.of("migrate"));
        require(files, Program.SETTINGS_FOLDER + "/" + SETTINGS, SETTINGS, mounts, findings);
        var login = migrates ? "migrate-" : "job-";
        for (var part : List.of("username", "password")) {
            require(files, Program.SECRETS_FOLDER + "/spring.datasource." + part, login + part, mounts, findings);
        }
        if (!migrates) {
            program.jobs()
                    .forEach(job ->
                            require(files, Program.JOBS_FOLDER + "/" + job + ".yaml", job + ".yaml", mounts, findings));
            var keyFile = manifest.of(Kind.ConfigMap).stream()
                    .map(document -> setting(document.at("data").at(SETTINGS).text(), KEY_FILE))
                    .findFirst()
                    .orElse("");
            require(files, keyFile, "client.jwk", mounts, findings);
        }
        for (var file : files.keySet()) {
            var name = file.substring(file.lastIndexOf('/') + 1);
            if (file.startsWith(Program.SECRETS_FOLDER + "/") && !KnownSettings.property(name)) {
                findings.add(mounts.wrong(file + " is no setting of the program"));
            }
        }
        if (!files.containsKey("/tmp/")) {
            findings.add(mounts.wrong("/tmp is not writable: it must be an emptyDir"));
        }
    }

    private static String setting(String yaml, String name) {
        try {
            return Program.flat(yaml).getProperty(name, "");
        } catch (YAMLException e) {
            // Told already.
            return "";
        }
    }

    // File to key; an empty folder, which ends with /, to nothing.
    private static Map<String, String> mounted(Workload workload) {
        var files = new TreeMap<String, String>();
        for (var mount : workload.container().at("volumeMounts").items()) {
            for (var volume : workload.pod().at("volumes").items()) {
                if (!volume.at("name").text().equals(mount.at("name").text())) {
                    continue;
                }
                var folder = mount.at("mountPath").text();
                if (volume.at("emptyDir").isThere()) {
                    files.put(folder + "/", "");
                }
                for (var source : List.of("secret", "configMap")) {
                    volume.at(source, "items")
                            .items()
                            .forEach(item -> files.put(
                                    folder + "/" + item.at("path").text(),
                                    item.at("key").text()));
                }
            }
        }
        return files;
    }

    private static void require(
            Map<String, String> files, String file, String key, Node mounts, List<Finding> findings) {
        if (!Objects.equals(files.get(file), key)) {
            findings.add(mounts.wrong(file + " must be there, from the key " + key));
        }
    }
}
