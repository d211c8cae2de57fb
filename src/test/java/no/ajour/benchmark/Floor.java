package no.ajour.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that does less than Ajour: with the arguments for Java that Ajour has, and a cache of its own. */
final class Floor {
    private Floor() {}

    /**
     * Makes its jar and its cache in the folder; what is returned starts it.
     *
     * @param program its one class
     * @param libraries what it needs beside
     */
    static Supplier<ProcessBuilder> process(
            Path folder, Class<?> program, List<Path> libraries, HikariDataSource database)
            throws IOException, InterruptedException {
        var jar = pack(folder, program);
        var cache = folder.resolve(program.getSimpleName() + ".aot");
        var classPath = Stream.concat(Stream.of(jar), libraries.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        var start = List.of("-cp", classPath, program.getName());
        Measured.of(process("-XX:AOTCacheOutput=" + cache, start, database));
        // Once more, so that a cache that is not taken is noticed.
        Measured.of(process("-XX:AOTCache=" + cache + " -XX:AOTMode=on", start, database));
        return () -> process("-XX:AOTCache=" + cache, start, database);
    }

    /** Makes a jar of one class. */
    static Path pack(Path folder, Class<?> program) {
        var jar = folder.resolve(program.getSimpleName() + ".jar");
        var out = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        var entry = program.getName().replace('.', '/') + ".class";
        int code = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(out, out, "--create", "--file", jar.toString(), "-C", "target/test-classes", entry);
        if (code != 0) {
            throw new IllegalStateException(program + " was not packed");
        }
        return jar;
    }

    /** PostgreSQL's driver. */
    static List<Path> driver() {
        return List.of(Path.of(org.postgresql.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()));
    }

    private static ProcessBuilder process(String cache, List<String> start, HikariDataSource database) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var flags = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable " + cache;
        var command = Stream.of(Stream.of(java), Stream.of(flags.split(" ", -1)), start.stream())
                .flatMap(part -> part)
                .toList();
        var builder = Measured.quiet(command, Path.of("").toAbsolutePath());
        builder.environment().put("FLOOR_URL", database.getJdbcUrl());
        builder.environment().put("FLOOR_USER", database.getUsername());
        builder.environment().put("FLOOR_PASSWORD", database.getPassword());
        return builder;
    }
}
