package no.ajour.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import no.ajour.fhir.SearchEntry;
import org.junit.jupiter.api.Test;
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

    @Test
    void number_beyond_all_numbers_is_unreadable_and_not_the_end_of_its_page() {
        var json = "{\"resourceType\":\"DocumentReference\",\"id\":\"a\",\"x\":-1E99999999999}";

        assertThat(ReferenceReader.read(SearchEntry.of(json.getBytes(UTF_8), null)))
                .isInstanceOf(EntryRead.Unreadable.class);
    }

    @Test
    void address_of_a_million_ampersands_takes_no_time() {
        var json =
                "{\"resourceType\":\"DocumentReference\",\"id\":\"a\",\"content\":[{\"attachment\":{\"url\":\"https://a/?"
                        + "&".repeat(1_000_000) + "\"}}]}";

        var read = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> ReferenceReader.read(SearchEntry.of(json.getBytes(UTF_8), null)));

        assertThat(read).isInstanceOf(EntryRead.Found.class);
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
