package no.ajour.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import no.ajour.testing.AjourProgram;
import no.ajour.testing.Installation;

/**
 * The image as a restricted pod runs it: nothing writable but /tmp, no capability, no new privileges, an ordinary user. The
 * host's network, since sandbox and database are on its loopback.
 */
final class Container {
    /** The image under test, such as {@code ajour}. */
    static final String IMAGE = System.getProperty("ajour.image", "ajour");

    // So that containers of a test that failed can be found.
    private static final String LABEL = "ajour-test=" + ProcessHandle.current().pid();
    private static final String ORDINARY_USER = "65532";

    private Container() {}

    /** The program as the image's entry point starts it. */
    static AjourProgram entryPoint(Installation installation) {
        return program(installation, List.of(IMAGE));
    }

    /** The program with the arguments for processes that stay. */
    static AjourProgram forLong(Installation installation) {
        return program(installation, List.of("--entrypoint", "java", IMAGE, "@/opt/ajour/long.args"));
    }

    private static AjourProgram program(Installation installation, List<String> image) {
        var folder = readable(installation);
        var command = new ArrayList<>(List.of("docker", "run", "--rm", "--label", LABEL, "--network", "host"));
        command.addAll(List.of("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"));
        command.addAll(List.of("--security-opt", "no-new-privileges", "--user", owner(folder)));
        command.addAll(List.of("--volume", folder + ":/opt/ajour/config:ro"));
        // The key's file, under the name that the settings give it.
        command.addAll(List.of("--volume", folder + ":" + folder + ":ro"));
        // A start that would drop the cache of classes fails.
        command.addAll(List.of("--env", "JDK_JAVA_OPTIONS=-XX:AOTMode=on"));
        command.addAll(image);
        return new AjourProgram(List.copyOf(command));
    }

    // Root's files are given to the user in the container; where the tests run as an ordinary user, that is the user.
    private static Path readable(Installation installation) {
        var folder = installation.folder();
        try {
            Files.setPosixFilePermissions(folder.resolve("client.jwk"), Set.of(PosixFilePermission.OWNER_READ));
            if (owner(folder).equals("0")) {
                var user =
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(ORDINARY_USER);
                try (var files = Files.walk(folder)) {
                    for (var file : files.toList()) {
                        Files.setOwner(file, user);
                    }
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String owner(Path file) {
        try {
            return Files.getAttribute(file, "unix:uid").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the image says of itself, through a template of {@code docker image inspect}. */
    static String inspected(String template) {
        return docker("image", "inspect", "--format", template, IMAGE);
    }

    /** Ends what a failed test has left. */
    static void removeAll() {
        var left = docker("ps", "--all", "--quiet", "--filter", "label=" + LABEL);
        left.lines().forEach(id -> docker("rm", "--force", id));
    }

    private static String docker(String... arguments) {
        var command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed");
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
