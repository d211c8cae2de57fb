package no.ajour.journal;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import no.ajour.testing.SyntheticNumbers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** JSON that has the names and values of FHIR events in it, and none of their order. */
final class RandomFhir {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RandomFhir() {}

    static Arbitrary<JsonNode> json() {
        return json(3);
    }

    private static Arbitrary<JsonNode> json(int depth) {
        if (depth == 0) {
            return leaf();
        }
        Arbitrary<JsonNode> list =
                Arbitraries.lazy(() -> json(depth - 1)).list().ofMaxSize(3).map(RandomFhir::array);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(1, leaf()),
                net.jqwik.api.Tuple.of(1, list),
                net.jqwik.api.Tuple.of(6, object(depth)));
    }

    private static Arbitrary<JsonNode> object(int depth) {
        return Arbitraries.maps(name(), Arbitraries.lazy(() -> json(depth - 1)))
                .ofMaxSize(6)
                .map(properties -> {
                    var node = NODES.objectNode();
                    properties.forEach(node::set);
                    return node;
                });
    }

    private static JsonNode array(List<JsonNode> values) {
        return NODES.arrayNode().addAll(values);
    }

    private static Arbitrary<String> name() {
        return Arbitraries.of(
                "resourceType",
                "id",
                "meta",
                "lastUpdated",
                "tag",
                "system",
                "code",
                "subject",
                "patient",
                "identifier",
                "value",
                "use",
                "type",
                "reference",
                "entry",
                "fullUrl",
                "resource",
                "contained",
                "search",
                "mode",
                "link",
                "relation",
                "url",
                "issue",
                "");
    }

    private static Arbitrary<JsonNode> leaf() {
        return Arbitraries.of(
                NODES.stringNode("Bundle"),
                NODES.stringNode("Composition"),
                NODES.stringNode("Patient"),
                NODES.stringNode("OperationOutcome"),
                NODES.stringNode("document"),
                NODES.stringNode("next"),
                NODES.stringNode("outcome"),
                NODES.stringNode("#a"),
                NODES.stringNode("a"),
                NODES.stringNode("Patient/a"),
                NODES.stringNode("urn:oid:2.16.578.1.12.4.1.4.1"),
                NODES.stringNode("https://fhir.jft.nhn.no/parent-organization-number"),
                NODES.stringNode(SyntheticNumbers.first(2).get(0)),
                NODES.stringNode(SyntheticNumbers.first(2).get(1)),
                NODES.stringNode("12345678901"),
                NODES.stringNode("2026-05-26T10:06:17.01493+00:00"),
                NODES.stringNode("\0"),
                NODES.stringNode("\ud83d\ude00"),
                NODES.numberNode(1.5),
                NODES.numberNode(-7),
                NODES.booleanNode(true),
                NODES.nullNode());
    }
}
