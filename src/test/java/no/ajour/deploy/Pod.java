package no.ajour.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;

/**
 * A pod's files as the kubelet lays them out, under a folder that stands for the container's root: each volume in a folder
 * with the time in its name, {@code ..data} that points to it, and links to the files in that.
 */
record Pod(Path root, Workload workload) {
    private static final String DATA = "..data";
    private static final String TIME = "..2026_11_21_06_00_00.000000001";

    static Pod start(Path root, Manifest manifest, Workload workload) throws IOException {
        var pod = new Pod(root, workload);
        for (var mount : workload.container().at("volumeMounts").items()) {
            for (var volume : workload.pod().at("volumes").items()) {
                if (volume.at("name").text().equals(mount.at("name").text())) {
                    pod.mount(manifest, volume, pod.path(mount.at("mountPath").text()));
                }
            }
        }
        return pod;
    }

    /** Where a path of the container is. */
    Path path(String inContainer) {
        return root.resolve(inContainer.substring(1));
    }

    /** The command line, with the Job's name where it is asked for. */
    String[] arguments(String jobName) {
        return workload.arguments().stream()
                .map(argument -> argument.replace("$(JOB_UID)", jobName))
                .toArray(String[]::new);
    }

    private void mount(Manifest manifest, Node volume, Path folder) throws IOException {
        Files.createDirectories(folder);
        if (volume.at("secret").isThere()) {
            var secret = volume.at("secret");
            var keys = manifest.find(Kind.Secret, secret.at("secretName").text())
                    .orElseThrow()
                    .at("stringData");
            files(folder, secret.at("items").items(), keys, "r--r-----");
        } else if (volume.at("configMap").isThere()) {
            var config = volume.at("configMap");
            var keys = manifest.find(Kind.ConfigMap, config.at("name").text())
                    .orElseThrow()
                    .at("data");
            files(folder, config.at("items").items(), keys, "rw-r--r--");
        }
    }

    private static void files(Path folder, List<Node> items, Node keys, String permissions) throws IOException {
        Files.createDirectories(folder.resolve(TIME));
        Files.createSymbolicLink(folder.resolve(DATA), Path.of(TIME));
        for (var item : items) {
            var name = item.at("path").text();
            var value = Objects.requireNonNull(keys.at(item.at("key").text()).value());
            var file = Files.writeString(folder.resolve(TIME).resolve(name), value.toString());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            Files.createSymbolicLink(folder.resolve(name), Path.of(DATA, name));
        }
    }
}
