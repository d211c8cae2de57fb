package no.ajour.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import no.ajour.failure.TryLater;
import no.ajour.fhir.SearchEntry;
import no.ajour.fhir.SearchsetReader;
import no.ajour.tenant.Tenant;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.JsonNode;

class RandomInputTest {
    private static final Tenant LYKKEBY = new Tenant("123456785", "Lykkeby", null, Tenant.Acknowledge.JOURNALED);

    private final PatientFinder finder = new PatientFinder(Guards.test());

    @Provide
    Arbitrary<JsonNode> json() {
        return RandomFhir.json();
    }

    @Property(tries = 1000)
    void finder_comes_to_an_answer_whatever_the_event(@ForAll("json") JsonNode event) {
        assertThat(finder.find(event)).isNotNull();
    }

    @Property(tries = 1000)
    void entry_is_stored_or_dead_or_a_warning_whatever_it_is(@ForAll("json") JsonNode resource) {
        var reader = new EventReader(EventType.BUNDLE, LYKKEBY, finder, 10_000);

        assertThat(reader.read(SearchEntry.of(resource.toString().getBytes(UTF_8), null)))
                .isNotNull();
    }

    @Property(tries = 1000)
    void page_is_cut_into_what_was_put_into_it(@ForAll("json") JsonNode one, @ForAll("json") JsonNode other) {
        var page =
                "{\"entry\":[{\"resource\":" + one + "},{\"resource\": " + other + " }],\"resourceType\":\"Bundle\"}";

        assertThat(SearchsetReader.read(page.getBytes(UTF_8)).entries())
                .extracting(entry -> new String(entry.json(), UTF_8))
                .containsExactly(one.toString(), other.toString());
    }

    @Property(tries = 1000)
    void page_is_read_or_refused_and_nothing_else(@ForAll byte[] bytes, @ForAll("json") JsonNode json) {
        for (var page : new byte[][] {bytes, json.toString().getBytes(UTF_8)}) {
            try {
                assertThat(SearchsetReader.read(page)).isNotNull();
            } catch (TryLater refused) {
                Assertions.assertNull(refused.getCause());
            }
        }
    }
}
