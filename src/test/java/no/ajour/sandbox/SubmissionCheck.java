package no.ajour.sandbox;

import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the WriteAPI checks of a submission (jft-writeapi-overview, "Validation"): JSON, the elements that FHIR R4 makes
 * mandatory, and synthetic numbers. A refusal names the element, never its value.
 */
final class SubmissionCheck {
    private static final String OID = "urn:oid:2.16.578.1.12.4.1.4.";
    private static final Set<String> NINS = Set.of(OID + "1", OID + "2", OID + "3");
    private static final String ORGNR = OID + "101";
    private static final Set<String> BUNDLE_TYPES = Set.of(
            "document",
            "message",
            "transaction",
            "transaction-response",
            "batch",
            "batch-response",
            "history",
            "searchset",
            "collection");

    private final JftBehaviour behaviour;

    SubmissionCheck(JftBehaviour behaviour) {
        this.behaviour = behaviour;
    }

    ObjectNode read(String type, String text) throws Refused {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            throw Outcome.blameless(400, "structure", "the body is not JSON");
        }
        if (!(root instanceof ObjectNode resource)) {
            throw Outcome.blameless(400, "structure", "the body is no JSON object");
        }
        if (!type.equals(resource.path("resourceType").asString(""))) {
            throw invalid("resourceType is not that of the address");
        }
        essentials(resource);
        numbers(resource);
        return resource;
    }

    private void essentials(JsonNode resource) throws Refused {
        switch (resource.path("resourceType").asString("")) {
            case "Bundle" -> bundle(resource);
            case "Composition" ->
                require(resource, "Composition", List.of("status", "type", "date", "author", "title"));
            case "MedicationDispense" -> {
                require(resource, "MedicationDispense", List.of("status"));
                if (!resource.has("medicationCodeableConcept") && !resource.has("medicationReference")) {
                    throw invalid("MedicationDispense.medication[x] is missing");
                }
            }
            case "" -> throw invalid("a resource has no resourceType");
            default -> {
                // Other resources ride in Bundles; only their numbers matter here.
            }
        }
    }

    private void bundle(JsonNode bundle) throws Refused {
        require(bundle, "Bundle", List.of("type"));
        String type = bundle.path("type").asString("");
        if (!BUNDLE_TYPES.contains(type)) {
            throw invalid("Bundle.type is no code of R4");
        }
        if (type.equals("document")) {
            require(bundle, "Bundle", List.of("identifier", "timestamp", "entry"));
            JsonNode first = bundle.path("entry").path(0).path("resource");
            if (!first.path("resourceType").asString("").equals("Composition")) {
                throw invalid("the first entry of a document is no Composition");
            }
        }
        for (JsonNode entry : bundle.path("entry")) {
            if (entry.has("resource")) {
                essentials(entry.path("resource"));
            }
        }
    }

    /** Looks at every identifier anywhere, for patients are named in references and contained resources too. */
    private void numbers(JsonNode node) throws Refused {
        String system = node.path("system").asString("");
        String value = node.path("value").asString("");
        boolean given = !node.path("value").isMissingNode();
        if (NINS.contains(system) && given && !behaviour.isSyntheticNin(value)) {
            throw invalid("a national identity number is not synthetic");
        }
        if (system.equals(ORGNR) && given && !behaviour.isSyntheticOrgnr(value)) {
            throw invalid("an organisation number is not synthetic");
        }
        for (JsonNode child : node) {
            numbers(child);
        }
    }

    private static void require(JsonNode resource, String type, List<String> elements) throws Refused {
        for (String element : elements) {
            JsonNode found = resource.path(element);
            if (found.isMissingNode() || found.isNull() || (found.isContainer() && found.isEmpty())) {
                throw invalid(type + "." + element + " is missing");
            }
        }
    }

    private static Refused invalid(String text) {
        return Outcome.blameless(400, "required", text);
    }
}
