package no.ajour.journal;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The national identity numbers in FHIR identifiers. The system says that an identifier is such a number; what kind it
 * is, its digits say, since a D-number also turns up under the system of fødselsnummer. Numbers of other systems, such
 * as DUF numbers and an EHR's own, are not national identity numbers, whatever they look like.
 */
final class NationalNumbers {
    private static final String URN = "urn:oid:";
    private static final Set<String> SYSTEMS = Set.of(
            "2.16.578.1.12.4.1.4.1", // fødselsnummer
            "2.16.578.1.12.4.1.4.2", // D-number
            "2.16.578.1.12.4.1.4.3"); // felles hjelpenummer

    private NationalNumbers() {}

    /**
     * Those in a list of identifiers: unchecked, without spaces; those no longer in use only if there are no others.
     *
     * @param identifiers an Identifier or a list of them; anything else has no numbers
     */
    static Set<String> of(JsonNode identifiers) {
        var current = new LinkedHashSet<String>();
        var old = new LinkedHashSet<String>();
        for (var identifier : identifiers.isArray() ? identifiers.values() : Set.of(identifiers)) {
            var number = identifier.path("value").stringValue("").replaceAll("\\s", "");
            if (isNational(identifier.path("system").stringValue("")) && !number.isEmpty()) {
                boolean isOld = identifier.path("use").stringValue("").equals("old");
                (isOld ? old : current).add(number);
            }
        }
        return current.isEmpty() ? old : current;
    }

    private static boolean isNational(String system) {
        var oid = system.strip().toLowerCase(Locale.ROOT);
        return SYSTEMS.contains(oid.startsWith(URN) ? oid.substring(URN.length()) : oid);
    }
}
