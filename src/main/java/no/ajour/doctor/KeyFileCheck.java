package no.ajour.doctor;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;

/** Whether the client's private key can be used, and who else can read it. */
final class KeyFileCheck implements Check {
    private static final Set<PosixFilePermission> GROUP = Set.of(GROUP_READ, GROUP_WRITE);
    private static final Set<PosixFilePermission> OTHERS = Set.of(OTHERS_READ, OTHERS_WRITE);

    private final HelseId helseId;

    KeyFileCheck(HelseId helseId) {
        this.helseId = helseId;
    }

    @Override
    public String name() {
        return "key file";
    }

    @Override
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        try {
            var key = helseId.probe().key();
            findings.add(Finding.ok(
                    name(),
                    null,
                    "%s key %s of %d bits, signs with %s"
                            .formatted(key.type(), key.id(), key.bits(), key.algorithm())));
        } catch (WrongInstallation e) {
            findings.add(Finding.wrong(name(), null, e));
        }
        Path file = helseId.settings().keyFile();
        Finding exposed = file == null ? null : exposed(file);
        if (exposed != null) {
            findings.add(exposed);
        }
        return findings;
    }

    private @Nullable Finding exposed(Path file) {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (IOException | UnsupportedOperationException e) {
            // Not there, which is told already; or a file system that has no such permissions.
            return null;
        }
        String shown = "(" + PosixFilePermissions.toString(permissions) + ")";
        if (!Collections.disjoint(permissions, OTHERS)) {
            return Finding.wrong(
                    name(), null, file + " is readable or writable by others " + shown, "chmod 600 " + file);
        }
        // Kubernetes mounts secrets so when the pod has an fsGroup.
        return Collections.disjoint(permissions, GROUP)
                ? null
                : Finding.warning(
                        name(),
                        null,
                        file + " is readable or writable by its group " + shown,
                        "chmod 600 " + file + ", unless the group is the pod's own fsGroup in Kubernetes");
    }
}
