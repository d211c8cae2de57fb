package no.ajour.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import no.ajour.run.RunSettings;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.ByteArrayResource;
import org.yaml.snakeyaml.error.YAMLException;

/** What a manifest must agree with: the program as it is in this project's files. */
final class Program {
    /** The image's working directory. */
    static final String HOME = "/opt/ajour";

    static final String SETTINGS_FOLDER = HOME + "/config";
    static final String JOBS_FOLDER = HOME + "/jobs";
    static final String SECRETS_FOLDER = "/run/secrets/ajour";

    private static final Path JOBS = Path.of("jobs");
    private static final Pattern VERSION = Pattern.compile("<artifactId>ajour</artifactId>\\s*<version>(.+)</version>");

    private final Map<String, Properties> jobs = readJobs();

    /** The jobs, by the names of their files. */
    Set<String> jobs() {
        return jobs.keySet();
    }

    /** A job's setting; empty if its file has none of that name. */
    String setting(String job, String name) {
        return jobs.getOrDefault(job, new Properties()).getProperty("ajour.jobs." + job + "." + name, "");
    }

    Duration deadline(String job) {
        var deadline = setting(job, "deadline");
        return deadline.isEmpty() ? Duration.ZERO : DurationStyle.detectAndParse(deadline);
    }

    /** How long a stop waits, with the manifest's settings. */
    Duration stopWithin(Manifest manifest) {
        var settings = manifest.of(Kind.ConfigMap).stream()
                .map(document -> document.at("data").at("application.yaml").text())
                .findFirst()
                .orElse("");
        try {
            return runSettings(flat(settings)).stopWithin();
        } catch (YAMLException e) {
            // Told by SettingsCheck.
            return stopWithinByDefault();
        }
    }

    Duration stopWithinByDefault() {
        return runSettings(new Properties()).stopWithin();
    }

    private static RunSettings runSettings(Properties properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("ajour.run", Bindable.of(RunSettings.class));
    }

    static String version() {
        var matcher = VERSION.matcher(read(Path.of("pom.xml")));
        if (!matcher.find()) {
            throw new IllegalStateException("pom.xml has no version");
        }
        return matcher.group(1);
    }

    /** The names of the settings in all jobs' files. */
    static Set<String> settingsOfJobs() {
        return readJobs().values().stream()
                .flatMap(settings -> settings.stringPropertyNames().stream())
                .collect(Collectors.toSet());
    }

    /**
     * A file of settings as names and values.
     *
     * @throws YAMLException if it is none
     */
    static Properties flat(String yaml) {
        var factory = new YamlPropertiesFactoryBean();
        factory.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
        return Objects.requireNonNull(factory.getObject());
    }

    static String read(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Properties> readJobs() {
        try (var files = Files.list(JOBS)) {
            var read = new TreeMap<String, Properties>();
            files.forEach(
                    file -> read.put(file.getFileName().toString().replaceFirst("\\.yaml$", ""), flat(read(file))));
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
