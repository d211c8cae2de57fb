package no.ajour.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import no.ajour.failure.Redaction;
import org.springframework.boot.context.config.ConfigDataException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A file of settings that cannot be read at all. */
public final class UnreadableFile {
    private static final int LONGEST = 400;
    // What Spring Boot says around the true reason.
    private static final String READING = "IO error on loading imports";
    private static final List<String> FILES =
            List.of("application.yaml", "application.yml", "config/application.yaml", "config/application.yml");

    private UnreadableFile() {}

    /**
     * Which file, which line and what is wrong with it; empty if that is not what was thrown.
     *
     * @param thrown by an attempt to start
     */
    public static Optional<String> explain(Throwable thrown) {
        boolean reading = false;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            reading |= String.valueOf(cause.getMessage()).startsWith(READING);
            if (reading && cause instanceof IOException file) {
                return Optional.of("A settings file cannot be read: " + Redaction.of(file.getMessage(), LONGEST)
                        + "; let the user that Ajour runs as read it");
            }
            if (cause instanceof MarkedYAMLException yaml) {
                return Optional.of(explain(yaml));
            }
            if (cause instanceof ConfigDataException data) {
                return Optional.of("The settings cannot be read: " + Redaction.of(data.getMessage(), LONGEST));
            }
        }
        return Optional.empty();
    }

    // The exception does not know its file.
    private static String explain(MarkedYAMLException thrown) {
        for (var file : files()) {
            try (Reader text = Files.newBufferedReader(file)) {
                var options = new LoaderOptions();
                options.setAllowDuplicateKeys(false);
                var documents =
                        new Yaml(new SafeConstructor(options)).loadAll(text).iterator();
                while (documents.hasNext()) {
                    documents.next();
                }
            } catch (MarkedYAMLException wrong) {
                return file.normalize() + place(wrong);
            } catch (IOException e) {
                // Not there.
            }
        }
        return "a settings file" + place(thrown);
    }

    // Not what the parser says, which quotes the file.
    private static String place(MarkedYAMLException wrong) {
        var mark = wrong.getProblemMark();
        return (mark == null ? "" : ", line " + (mark.getLine() + 1)) + ": this is not YAML; correct it";
    }

    private static List<Path> files() {
        var files = new ArrayList<Path>();
        FILES.forEach(name -> files.add(Path.of(name)));
        var folder = System.getenv().getOrDefault("AJOUR_JOBS_FOLDER", "jobs");
        try (var entries = Files.list(Path.of(folder))) {
            entries.filter(Files::isRegularFile).sorted().forEach(files::add);
        } catch (IOException e) {
            // None of their own.
        }
        return files;
    }
}
