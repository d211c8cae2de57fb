package no.ajour.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Follows references to patients (FHIR R4, references.html and bundle.html#references): logical ones by their own
 * identifier, literal ones to a contained Patient or to a Patient of the same Bundle. A reference to anything else than
 * a patient has no numbers.
 */
final class PatientReference {
    private static final Pattern VERSION = Pattern.compile("/_history/[^/]*$");
    private static final Pattern TYPED = Pattern.compile("(?:.*/)?([A-Z][A-Za-z]*)/[A-Za-z0-9.-]{1,64}");

    /**
     * An entry of a Bundle, and what it can be referred to by.
     *
     * @param url without a version
     * @param typed type and id of the resource
     */
    private record Entry(String url, String typed, JsonNode resource) {
        static Entry of(JsonNode entry) {
            var resource = entry.path("resource");
            return new Entry(
                    unversioned(entry.path("fullUrl").stringValue("")),
                    resource.path("resourceType").stringValue("") + "/"
                            + resource.path("id").stringValue(""),
                    resource);
        }

        // A relative reference is taken to fit whatever server the entry is from: if two fit, the numbers decide.
        boolean isAt(String literal) {
            return url.equals(literal) || url.endsWith("/" + literal) || typed.equals(literal);
        }

        @Override
        public String toString() {
            return "an entry of a Bundle";
        }
    }

    // By their last part, which a reference has too: a Bundle may have many entries, and as many references.
    private final Map<String, List<Entry>> entries = new HashMap<>();

    /** @param bundle that the references stand in; anything else has no entries to refer to */
    PatientReference(JsonNode bundle) {
        for (var node : bundle.path("entry").values()) {
            var entry = Entry.of(node);
            Stream.of(entry.url(), entry.typed())
                    .map(PatientReference::lastPart)
                    .distinct()
                    .forEach(part -> entries.computeIfAbsent(part, key -> new ArrayList<>())
                            .add(entry));
        }
    }

    /**
     * The national identity numbers behind a reference, or a list of references.
     *
     * @param within the resource that the reference stands in
     */
    Set<String> numbers(JsonNode reference, JsonNode within) {
        var numbers = new LinkedHashSet<String>();
        if (reference.isArray()) {
            reference.values().forEach(one -> numbers.addAll(numbers(one, within)));
            return numbers;
        }
        var literal = unversioned(reference.path("reference").stringValue(""));
        var type = reference.path("type").stringValue("");
        if (!type.isEmpty() && !type.equals("Patient") && !type.endsWith("/Patient")) {
            return numbers;
        }
        var target = TYPED.matcher(literal);
        if (target.matches() && !target.group(1).equals("Patient")) {
            return numbers;
        }
        var found = literal.isEmpty() ? List.<JsonNode>of() : resolve(literal, within);
        if (!found.isEmpty() && found.stream().noneMatch(PatientReference::isPatient)) {
            return numbers;
        }
        numbers.addAll(NationalNumbers.of(reference.path("identifier")));
        found.stream().filter(PatientReference::isPatient).forEach(patient -> numbers.addAll(ofPatient(patient)));
        return numbers;
    }

    static boolean isPatient(JsonNode resource) {
        return resource.path("resourceType").stringValue("").equals("Patient");
    }

    static Set<String> ofPatient(JsonNode patient) {
        return NationalNumbers.of(patient.path("identifier"));
    }

    private List<JsonNode> resolve(String literal, JsonNode within) {
        if (literal.startsWith("#")) {
            return StreamSupport.stream(within.path("contained").spliterator(), false)
                    .filter(contained -> contained.path("id").stringValue("").equals(literal.substring(1)))
                    .toList();
        }
        return entries.getOrDefault(lastPart(literal), List.of()).stream()
                .filter(entry -> entry.isAt(literal))
                .map(Entry::resource)
                .toList();
    }

    private static String lastPart(String address) {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private static String unversioned(String address) {
        return VERSION.matcher(address).replaceFirst("");
    }
}
