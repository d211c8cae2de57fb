package no.ajour.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import no.ajour.fhir.SearchEntry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Any JSON is a reference, a warning, or unreadable; never a crash, and never quoted. */
class ReferenceReaderTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String[] NAMES = {
        "resourceType",
        "id",
        "meta",
        "lastUpdated",
        "masterIdentifier",
        "identifier",
        "value",
        "content",
        "attachment",
        "url",
        "size",
        "hash",
        "date",
        "issue",
        "severity",
        "code"
    };

    @Provide
    Arbitrary<JsonNode> json() {
        var leaf = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20).<JsonNode>map(text -> JSON.getNodeFactory()
                        .stringNode(text)),
                Arbitraries.of(
                                "DocumentReference",
                                "OperationOutcome",
                                "2024-01-01T00:00:00Z",
                                "+999999999-01-01T00:00:00Z",
                                "urn:oid:",
                                "http://h/?documentUniqueId=%00&repositoryUniqueId=1",
                                "2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
                                "13116900000")
                        .map(text -> JSON.getNodeFactory().stringNode(text)),
                Arbitraries.longs()
                        .<JsonNode>map(number -> JSON.getNodeFactory().numberNode(number)),
                Arbitraries.just(JSON.getNodeFactory().nullNode()));
        return Arbitraries.recursive(
                () -> leaf,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(all -> JSON.createArrayNode()
                                .addAll(all)),
                        Arbitraries.maps(Arbitraries.of(NAMES), inner)
                                .ofMaxSize(8)
                                .map(all -> JSON.createObjectNode().setAll(all))),
                0,
                4);
    }

    @Property(tries = 2000)
    void any_json_is_read(@ForAll("json") JsonNode json) {
        check(json.toString().getBytes(UTF_8));
    }

    @Property(tries = 2000)
    void any_reference_is_read(@ForAll("json") JsonNode json) {
        var reference = JSON.createObjectNode();
        if (json.isObject()) {
            json.properties().forEach(field -> reference.set(field.getKey(), field.getValue()));
        }
        check(reference.put("resourceType", "DocumentReference").toString().getBytes(UTF_8));
    }

    @Property(tries = 1)
    void number_that_no_number_type_holds_is_unreadable() {
        check("{\"resourceType\":\"DocumentReference\",\"id\":\"a\",\"x\":1e99999999999}".getBytes(UTF_8));
    }

    @Property(tries = 500)
    void any_bytes_are_read(@ForAll byte[] bytes) {
        check(bytes);
    }

    private static void check(byte[] bytes) {
        switch (ReferenceReader.read(SearchEntry.of(bytes, null))) {
            case EntryRead.Found found -> {
                var reference = found.reference();
                assertThat(reference.key().document()).isNotBlank();
                assertThat(reference.key().document() + reference.key().repository())
                        .doesNotContain("\0");
                assertThat(reference.toString()).isEqualTo("reference to a document");
                assertThat(reference.size() == null || reference.size() > 0).isTrue();
            }
            case EntryRead.Warning warning -> assertThat(warning.codes()).matches("[a-z,-]*");
            case EntryRead.Unreadable bad -> assertThat(bad.why()).doesNotContain("13116900000");
        }
    }
}
