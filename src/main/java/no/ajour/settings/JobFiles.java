package no.ajour.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import no.ajour.failure.WrongInstallation;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The folder of an installation's own job files, one a job, each named as the one that the program brings. A file with
 * another name would have no effect and nobody would be told.
 */
public final class JobFiles {
    private static final String FOLDER = "ajour.jobs-folder";
    private static final String DEFAULT = "./jobs";
    private static final String SUFFIX = ".yaml";

    private JobFiles() {}

    /**
     * Refuses files that are no job's.
     *
     * @throws WrongInstallation if the folder was named and is not there, or has a file that is no job's
     */
    public static void requireKnown(Environment environment) {
        var folder = Path.of(environment.getProperty(FOLDER, DEFAULT));
        if (!Files.isDirectory(folder)) {
            if (environment.containsProperty(FOLDER)) {
                throw new WrongInstallation(FOLDER + " is " + folder + ", which is no folder; correct it, or make the "
                        + "folder and put a file a job into it");
            }
            return;
        }
        for (var file : files(folder)) {
            if (!isJobs(file)) {
                throw new WrongInstallation(folder.resolve(file) + " is no job's file and would have no effect. A file "
                        + "there has the name of its job, such as digital-active.yaml");
            }
        }
    }

    /**
     * Refuses settings of jobs that there are not.
     *
     * @param names as in {@code ajour.jobs.NAME}
     * @throws WrongInstallation if the program brings no file of that name
     */
    public static void requireJobs(Collection<String> names) {
        for (String name : names) {
            if (!isJobs(name + SUFFIX)) {
                throw new WrongInstallation(
                        "ajour.jobs." + name + " is no job; correct its name, or remove it. Jobs: " + jobs());
            }
        }
    }

    private static String jobs() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath*:jobs/*" + SUFFIX))
                    .map(file -> String.valueOf(file.getFilename()).replace(SUFFIX, ""))
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isJobs(String file) {
        return new ClassPathResource("jobs/" + file).exists();
    }

    // What begins with a dot is Kubernetes' own, or an editor's.
    private static List<String> files(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new WrongInstallation(
                    FOLDER + ": " + folder + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
