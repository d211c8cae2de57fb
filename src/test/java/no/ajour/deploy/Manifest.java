package no.ajour.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The documents of a file for {@code kubectl apply}.
 *
 * @param unreadable documents that are no YAML, or have a key twice
 */
record Manifest(List<Node> documents, List<Finding> unreadable) {
    private static final Pattern END = Pattern.compile("(?m)^---$\\n?");
    private static final Pattern KIND = Pattern.compile("(?m)^kind: (\\S+)");
    private static final Pattern NAME = Pattern.compile("(?m)^  name: (\\S+)");

    static Manifest of(String text) {
        var documents = new ArrayList<Node>();
        var unreadable = new ArrayList<Finding>();
        for (var part : parts(text)) {
            var title = title(part);
            try {
                if (yaml(part) instanceof Map<?, ?> document) {
                    documents.add(new Node(title, "", document));
                } else {
                    unreadable.add(new Finding(title, "", "is no object"));
                }
            } catch (YAMLException e) {
                unreadable.add(new Finding(title, "", String.valueOf(e.getMessage())));
            }
        }
        return new Manifest(List.copyOf(documents), List.copyOf(unreadable));
    }

    /** @throws YAMLException also for a key that stands twice */
    static Object yaml(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(text);
    }

    /** The document of that part of the file, such as {@code CronJob journal-events}. */
    static String title(String part) {
        return first(KIND, part) + " " + first(NAME, part);
    }

    /** The parts of the file, from the comment before a document to its end. */
    static List<String> parts(String text) {
        return END.splitAsStream(text).toList();
    }

    List<Node> of(Kind kind) {
        return documents.stream()
                .filter(document -> document.at("kind").is(kind.name()))
                .toList();
    }

    Optional<Node> find(Kind kind, String name) {
        return of(kind).stream()
                .filter(document -> document.at("metadata", "name").is(name))
                .findFirst();
    }

    List<Workload> workloads() {
        return documents.stream()
                .filter(document -> document.at("spec", "template").isThere()
                        || document.at("kind").is(Kind.CronJob.name()))
                .map(document -> new Workload(
                        document,
                        document.at("kind").is(Kind.CronJob.name())
                                ? document.at("spec", "jobTemplate", "spec")
                                : document.at("spec")))
                .toList();
    }

    private static String first(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "?";
    }
}
