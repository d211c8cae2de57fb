package no.ajour.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.ajour.testing.Jars;

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
        var jar = Jars.ofOne(folder, program);
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
