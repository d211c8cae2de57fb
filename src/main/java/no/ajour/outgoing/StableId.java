package no.ajour.outgoing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import no.ajour.outgoing.NationalSystems.Kind;
import tools.jackson.databind.JsonNode;

/**
 * The identifier by which an event is known at JFT although its answer was lost: the resource's own business identifier
 * (FHIR R4: Bundle.identifier, Composition.identifier, MedicationDispense.identifier). JFT gives it back with the event. A
 * person's number is none: it names the person, and not the event.
 */
record StableId(String system, String value) {
    /** The system of identifiers that are URIs themselves. */
    static final String URI_SYSTEM = "urn:ietf:rfc:3986";

    /** Those of a resource, in its order; what is there and is no Identifier with a value is left out. */
    static List<StableId> of(JsonNode resource) {
        var given = resource.path("identifier");
        var all = new ArrayList<StableId>();
        for (var identifier : given.isArray() ? given.values() : List.of(given)) {
            var system = identifier.path("system").stringValue("");
            var value = identifier.path("value").stringValue("");
            if (!value.isBlank() && NationalSystems.kind(system) != Kind.PERSON) {
                all.add(new StableId(system, value));
            }
        }
        return all;
    }

    /** Hexadecimal SHA-256 of type, system and value. */
    String key(String resourceType) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : List.of(resourceType, system, value)) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "StableId";
    }
}
