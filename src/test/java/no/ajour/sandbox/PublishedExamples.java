package no.ajour.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The R4 Bundle, Composition and MedicationDispense examples that HL7 publishes in {@code
 * org.hl7.fhir.testcases:fhir-test-cases}: resources that nobody here wrote, some of them wrong on purpose.
 */
public final class PublishedExamples {
    private static final String ROOT = "org/hl7/fhir/testcases/";
    private static final String MANIFEST = ROOT + "validator/manifest.json";

    private PublishedExamples() {}

    /** An example and the name of its file. */
    public record Example(String name, ObjectNode resource) {}

    /** In the order of their names; those that are not JSON are left out. */
    public static List<Example> all() {
        URL manifest = PublishedExamples.class.getClassLoader().getResource(MANIFEST);
        try {
            if (manifest == null || !(manifest.openConnection() instanceof JarURLConnection connection)) {
                throw new IllegalStateException("The jar fhir-test-cases is not on the class path");
            }
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                return read(jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Example> read(JarFile jar) throws IOException {
        Set<String> r4 = validatorCasesOfR4(jar);
        return jar.stream()
                .filter(entry -> entry.getName().endsWith(".json"))
                .filter(entry -> entry.getName().startsWith(ROOT + "r4/") || r4.contains(entry.getName()))
                .map(entry -> new Parsed(entry.getName().substring(ROOT.length()), parse(jar, entry.getName())))
                .filter(parsed -> parsed.json() instanceof ObjectNode resource
                        && JftSandbox.TYPES.contains(
                                resource.path("resourceType").asString("")))
                .map(parsed -> new Example(parsed.name(), (ObjectNode) parsed.json()))
                .sorted(java.util.Comparator.comparing(Example::name))
                .toList();
    }

    private record Parsed(String name, JsonNode json) {}

    /** The validator's cases are of all FHIR versions; its manifest says which are of R4. */
    private static Set<String> validatorCasesOfR4(JarFile jar) {
        return parse(jar, MANIFEST)
                .path("test-cases")
                .valueStream()
                .filter(test -> test.path("version").asString("").startsWith("4.0"))
                .map(test -> ROOT + "validator/" + test.path("file").asString(""))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static JsonNode parse(JarFile jar, String name) {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
            return JsonMapper.shared().readTree(in);
        } catch (JacksonException notJson) {
            return JsonMapper.shared().missingNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
