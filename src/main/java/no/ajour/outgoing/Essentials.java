package no.ajour.outgoing;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What FHIR R4 makes mandatory in the resources that JFT takes, which it refuses without (jft-writeapi-overview, "Format
 * check"; hl7.org/fhir/R4/bundle.html, composition.html, medicationdispense.html). Everything else is left to JFT.
 */
final class Essentials {
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
    private static final Set<String> REQUESTS = Set.of("transaction", "batch", "history");
    private static final Set<String> COMPOSITION_STATUSES =
            Set.of("preliminary", "final", "amended", "entered-in-error");
    private static final Set<String> DISPENSE_STATUSES = Set.of(
            "preparation",
            "in-progress",
            "cancelled",
            "on-hold",
            "completed",
            "entered-in-error",
            "stopped",
            "declined",
            "unknown");

    private Essentials() {}

    /** @param path of the resource, for messages */
    static void require(JsonNode resource, String path) throws Unfit {
        switch (resource.path("resourceType").stringValue("")) {
            case "Bundle" -> bundle(resource, path);
            case "Composition" -> composition(resource, path);
            case "MedicationDispense" -> dispense(resource, path);
            case "" -> throw missing(path + ".resourceType");
            default -> {
                // Others ride in Bundles; what they must have is JFT's to say.
            }
        }
    }

    private static void bundle(JsonNode bundle, String path) throws Unfit {
        code(bundle, path, "type", BUNDLE_TYPES);
        var type = bundle.path("type").stringValue("");
        if (type.equals("document")) {
            document(bundle, path);
        }
        int number = 0;
        for (var entry : list(bundle, path, "entry")) {
            var place = path + ".entry[" + number++ + "]";
            var resource = entry.path("resource");
            if (resource.isObject()) {
                require(resource, place + ".resource");
            } else if (!resource.isMissingNode()) {
                throw new Unfit("wrong-element", place + ".resource is no resource.");
            } else if (!entry.path("request").isObject()
                    && !entry.path("response").isObject()) {
                throw missing(place + ".resource"); // bdl-5
            }
            if (REQUESTS.contains(type)) { // bdl-3
                present(entry, place, "request");
                present(entry.path("request"), place + ".request", "method");
                present(entry.path("request"), place + ".request", "url");
            }
        }
    }

    private static void document(JsonNode bundle, String path) throws Unfit {
        present(bundle.path("identifier"), path + ".identifier", "system"); // bdl-9
        present(bundle.path("identifier"), path + ".identifier", "value");
        present(bundle, path, "timestamp"); // bdl-10
        var first = bundle.path("entry").path(0).path("resource");
        if (!first.path("resourceType").stringValue("").equals("Composition")) { // bdl-11
            throw new Unfit(
                    "wrong-element",
                    path + ".entry[0].resource is no Composition, with which a document begins (FHIR R4, bdl-11).");
        }
    }

    private static void composition(JsonNode composition, String path) throws Unfit {
        code(composition, path, "status", COMPOSITION_STATUSES);
        for (var element : List.of("type", "date", "title")) {
            present(composition, path, element);
        }
        present(composition, path, "author");
        list(composition, path, "author");
    }

    private static void dispense(JsonNode dispense, String path) throws Unfit {
        code(dispense, path, "status", DISPENSE_STATUSES);
        boolean coded = isPresent(dispense.path("medicationCodeableConcept"));
        boolean referred = isPresent(dispense.path("medicationReference"));
        if (!coded && !referred) {
            throw missing(path + ".medication[x]");
        }
        if (coded && referred) {
            throw new Unfit("wrong-element", path + ".medication[x] stands twice.");
        }
    }

    private static void code(JsonNode resource, String path, String element, Set<String> codes) throws Unfit {
        present(resource, path, element);
        if (!codes.contains(resource.path(element).stringValue(""))) {
            throw new Unfit("wrong-element", path + "." + element + " is no code of FHIR R4.");
        }
    }

    private static Iterable<JsonNode> list(JsonNode resource, String path, String element) throws Unfit {
        var list = resource.path(element);
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray() || list.isEmpty()) {
            throw new Unfit("wrong-element", path + "." + element + " is no list with something in it.");
        }
        return list.values();
    }

    private static void present(JsonNode resource, String path, String element) throws Unfit {
        if (!isPresent(resource.path(element))) {
            throw missing(path + "." + element);
        }
    }

    private static boolean isPresent(JsonNode element) {
        return !element.isMissingNode()
                && !element.isNull()
                && !(element.isContainer() && element.isEmpty())
                && !(element.isString() && element.stringValue().isBlank());
    }

    private static Unfit missing(String element) {
        return new Unfit("missing-element", element + " is missing.");
    }
}
