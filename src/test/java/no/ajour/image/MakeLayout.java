package no.ajour.image;

import java.nio.file.Path;

/** Makes the image's layout: {@code MakeLayout BOOT_JAR SOURCES HOME}. The image's build runs it. */
public final class MakeLayout {
    private MakeLayout() {}

    public static void main(String[] args) throws Exception {
        // The image's build has no engine and no network; the server's binaries are on the class path.
        System.setProperty("ajour.test.postgres", "embedded");
        Layout.make(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
        // The embedded server and pools have threads of their own.
        System.exit(0);
    }
}
