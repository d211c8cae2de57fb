package no.ajour.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.spi.ToolProvider;

/** A process that does what {@link SelectOne} does: with the arguments for Java that Ajour has, and a cache of its own. */
final class Floor {
    private Floor() {}

    /** Makes its jar and its cache in the folder; what is returned starts it. */
    static Supplier<ProcessBuilder> process(Path folder, HikariDataSource database)
            throws IOException, InterruptedException {
        var jar = folder.resolve("floor.jar");
        var cache = folder.resolve("floor.aot");
        var out = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(out, out, "--create", "--file", jar.toString(), "-C", "target/test-classes", entry());
        if (code != 0) {
            throw new IllegalStateException("The floor was not packed");
        }
        Measured.of(process("-XX:AOTCacheOutput=" + cache, jar, database));
        // Once more, so that a cache that is not taken is noticed.
        Measured.of(process("-XX:AOTCache=" + cache + " -XX:AOTMode=on", jar, database));
        return () -> process("-XX:AOTCache=" + cache, jar, database);
    }

    private static String entry() {
        return SelectOne.class.getName().replace('.', '/') + ".class";
    }

    private static ProcessBuilder process(String cache, Path jar, HikariDataSource database) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var driver = org.postgresql.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        var command = java + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable " + cache
                + " -cp " + jar + ":" + driver.getPath() + " " + SelectOne.class.getName();
        var builder =
                Measured.quiet(List.of(command.split(" ", -1)), Path.of("").toAbsolutePath());
        builder.environment().put("FLOOR_URL", database.getJdbcUrl());
        builder.environment().put("FLOOR_USER", database.getUsername());
        builder.environment().put("FLOOR_PASSWORD", database.getPassword());
        return builder;
    }
}
