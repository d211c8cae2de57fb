package no.ajour.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.AjourProgram;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;

/**
 * The folder that the image runs: the program's jar, its libraries, the arguments for Java, and a cache of loaded and linked
 * classes (JEP 483 and 514) from a run of a job.
 *
 * <p>The cache is good for the very Java that made it, for jars in this folder with these time stamps, and for both kinds
 * of arguments. Anything else would make Java drop it without a word, so this class and the Dockerfile check that it is
 * taken.
 */
public final class Layout {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String CACHE = "-XX:AOTCache=";
    private static final String TENANT = "310000019";

    private final Path home;

    private Layout(Path home) {
        this.home = home;
    }

    /**
     * Makes one, with the Java that runs this.
     *
     * @param bootJar what {@code mvn package} makes
     * @param sources {@code src/image}
     * @param home where; it must stay there
     */
    public static Layout make(Path bootJar, Path sources, Path home) throws IOException, InterruptedException {
        var layout = new Layout(home.toAbsolutePath());
        layout.extract(bootJar);
        for (var kind : List.of("short", "long")) {
            var arguments = Files.readString(sources.resolve(kind + ".args"));
            Files.writeString(layout.arguments(kind), arguments.replace("{home}", layout.home.toString()));
        }
        Files.createDirectories(layout.home.resolve("bin"));
        Files.copy(sources.resolve("ajour"), layout.home.resolve("bin/ajour"));
        layout.train();
        layout.check();
        return layout;
    }

    /** How the program is started with the arguments for short runs. */
    public AjourProgram program() {
        return new AjourProgram(List.of(java(), "@" + arguments("short")));
    }

    /** Java with the arguments for short runs, but for what it runs. */
    public List<String> java(String... more) throws IOException {
        return Stream.of(
                        Stream.of(java()),
                        Files.readAllLines(arguments("short")).stream()
                                .filter(line -> line.startsWith("-") && !line.startsWith("-jar")),
                        Stream.of(more))
                .flatMap(part -> part)
                .toList();
    }

    /** The program's own jar, which names its libraries. */
    public Path jar() {
        return home.resolve("ajour.jar");
    }

    /** The jars beside the program's own, in a fixed order. */
    public List<Path> libraries() throws IOException {
        try (var jars = Files.list(home.resolve("lib"))) {
            return jars.sorted().toList();
        }
    }

    private Path arguments(String kind) {
        return home.resolve(kind + ".args");
    }

    // Gives the jars the time stamps of their entries, which are the same in every build.
    private void extract(Path bootJar) throws IOException, InterruptedException {
        run(List.of(
                java(),
                "-Djarmode=tools",
                "-jar",
                bootJar.toString(),
                "extract",
                "--destination",
                home.toString(),
                "--application-filename",
                "ajour.jar",
                "--force"));
    }

    // A run with something to do, so that all that a call needs is in the cache: tokens, proofs, HTTP, JSON, tables.
    private void train() throws IOException {
        var training = home.resolve("training.args");
        Files.write(
                training,
                Files.readAllLines(arguments("short")).stream()
                        .map(line -> line.startsWith(CACHE) ? "-XX:AOTCacheOutput=" + cache() : line)
                        .toList());
        try (var installation = Installation.of(Postgres.freshDatabase(), Map.of(TENANT, "Lykkeby"))) {
            var nin = SyntheticNin.number(0);
            installation.sandbox().helsenorge().everyoneElse(fnr -> Citizen.ACTIVE);
            var events = new EventFactory(InstantSource.system(), 1);
            for (int i = 0; i < 9; i++) {
                installation.sandbox().jft().add(TENANT, events.any(nin, i));
            }
            var list = installation.write("patients.csv", "orgnr;fnr\n" + TENANT + ";" + nin + "\n");
            require(installation.ajour("patients", "import", list.toString()));
            require(installation
                    .start(new AjourProgram(List.of(java(), "@" + training)), "run", "journal-events")
                    .end(LIMIT));
        } finally {
            Files.delete(training);
        }
    }

    private void check() throws IOException, InterruptedException {
        for (var kind : List.of("short", "long")) {
            run(List.of(java(), "-XX:AOTMode=on", "@" + arguments(kind), "--version"));
        }
    }

    private Path cache() {
        return home.resolve("ajour.aot");
    }

    private static void require(Installation.Result result) {
        if (result.exitCode() != 0) {
            throw new IllegalStateException("The program does not run: " + result);
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IllegalStateException(command + " ended with " + code);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
