package no.ajour.testing;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** Packs classes for processes: those in a folder would be left out of an AOT cache. */
public final class Jars {
    private Jars() {}

    /** Makes a jar of all that is in a folder. */
    public static Path ofAll(Path jar, Path classes) {
        return pack(jar, classes, ".");
    }

    /** Makes a jar of one class of the tests. */
    public static Path ofOne(Path folder, Class<?> one) {
        return pack(
                folder.resolve(one.getSimpleName() + ".jar"),
                Path.of("target/test-classes"),
                one.getName().replace('.', '/') + ".class");
    }

    private static Path pack(Path jar, Path classes, String entry) {
        var out = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(out, out, "--create", "--file", jar.toString(), "-C", classes.toString(), entry);
        if (code != 0) {
            throw new IllegalStateException("Not packed: " + entry + " of " + classes);
        }
        return jar;
    }
}
