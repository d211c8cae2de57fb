package no.ajour.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * The names of all settings that the program has: those of its records, of its files in {@code jobs/}, what it asks for by
 * name, and Spring Boot's own from the metadata in its jars. In a name, {@code *} is what an installation chooses.
 */
final class KnownSettings {
    private static final Path SOURCES = Path.of("src/main");
    private static final Pattern ASKED_BY_NAME =
            Pattern.compile("(?:\\$\\{|getProperty\\(\")(ajour\\.[a-z-]+(?:\\.[a-z-]+)*)");
    private static final KnownSettings ALL = new KnownSettings();

    private final Set<String> names = new HashSet<>();
    private final Set<String> properties = new HashSet<>();
    private final List<Pattern> propertyPatterns = new ArrayList<>();
    private final Set<String> variables = new HashSet<>();
    private final List<Pattern> variablePatterns = new ArrayList<>();

    private KnownSettings() {
        records();
        askedByName();
        springs();
        Program.settingsOfJobs().forEach(name -> names.add(numberless(name)));
        names.forEach(name -> {
            note(name, "[^.]+", properties, propertyPatterns);
            note(inVariables(name, ""), "[A-Z0-9_]+", variables, variablePatterns);
            note(inVariables(name, "_"), "[A-Z0-9_]+", variables, variablePatterns);
        });
    }

    /** Whether there is a setting of that name, written as in a file. */
    static boolean property(String name) {
        return known(numberless(name), ALL.properties, ALL.propertyPatterns);
    }

    /** Whether an environment variable of that name is a setting. */
    static boolean variable(String name) {
        return known(name, ALL.variables, ALL.variablePatterns);
    }

    private static boolean known(String name, Set<String> names, List<Pattern> patterns) {
        return names.contains(name)
                || patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    private static String numberless(String name) {
        return name.replaceAll("\\[[0-9]+]", "[*]");
    }

    // Spring Boot leaves dashes out, and understands underscores in their place too.
    private static String inVariables(String name, String dash) {
        return name.toUpperCase(Locale.ROOT)
                .replace("-", dash)
                .replace("[*]", "_*")
                .replace('.', '_');
    }

    private static void note(String name, String chosen, Set<String> names, List<Pattern> patterns) {
        if (name.replace("[*]", "").contains("*")) {
            // The stars of lists stand in brackets; those of names do not.
            patterns.add(Pattern.compile(Pattern.quote(name).replaceAll("(?<!\\[)\\*", "\\\\E" + chosen + "\\\\Q")));
        } else {
            names.add(name);
        }
    }

    private void records() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        for (var candidate : scanner.findCandidateComponents("no.ajour")) {
            var type = ClassUtils.resolveClassName(
                    Objects.requireNonNull(candidate.getBeanClassName()),
                    getClass().getClassLoader());
            var prefix = Objects.requireNonNull(
                            AnnotatedElementUtils.getMergedAnnotation(type, ConfigurationProperties.class))
                    .prefix();
            components(prefix, type);
        }
    }

    private void components(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            add(prefix + "." + dashed(component.getName()), component.getGenericType());
        }
    }

    private void add(String name, Type type) {
        if (type instanceof ParameterizedType many && many.getRawType() == Map.class) {
            add(name + ".*", many.getActualTypeArguments()[1]);
        } else if (type instanceof ParameterizedType many) {
            names.add(name);
            add(name + "[*]", many.getActualTypeArguments()[0]);
        } else if (type instanceof Class<?> one && one.isRecord()) {
            components(name, one);
        } else {
            names.add(name);
        }
    }

    private static String dashed(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private void askedByName() {
        try (var files = Files.walk(SOURCES)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                ASKED_BY_NAME.matcher(Files.readString(file)).results().forEach(asked -> names.add(asked.group(1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void springs() {
        try {
            var urls = new ArrayList<URL>(Collections.list(
                    getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json")));
            for (var url : urls) {
                try (InputStream in = url.openStream()) {
                    for (var property : JsonMapper.shared().readTree(in).path("properties")) {
                        var name = property.path("name").asString();
                        boolean map = property.path("type").asString("").startsWith("java.util.Map");
                        names.add(map ? name + ".*" : name);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
