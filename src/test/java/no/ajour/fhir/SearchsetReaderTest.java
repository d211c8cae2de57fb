package no.ajour.fhir;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import no.ajour.failure.TryLater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchsetReaderTest {

    @Test
    void resources_are_cut_out_exactly_as_received() {
        var resource = "{ \"id\" :\"æøå \\u00e6\", \"value\":1.50, \"e\" : 1E+2 ,\"n\":{\"resourceType\":\"Bundle\"} }";

        var page = read("{\"resourceType\":\"Bundle\",\"entry\":[{\"fullUrl\":\"x\",\"resource\":" + resource
                + " ,\"search\":{\"score\":1,\"mode\":\"match\"}}, {\"search\":{},\"resource\":{}}]}");

        assertThat(page.entries()).hasSize(2);
        assertThat(page.entries().getFirst().json()).asString(UTF_8).isEqualTo(resource);
        assertThat(page.entries().getFirst().mode()).isEqualTo("match");
        assertThat(page.entries().getLast().json()).asString(UTF_8).isEqualTo("{}");
        assertThat(page.next()).isNull();
    }

    @Test
    void next_link_is_found_before_and_after_the_entries_and_among_others() {
        var links = "\"link\":[{\"relation\":\"self\",\"url\":\"a\"},{\"url\":\"b?c=1\",\"extension\":[{}],"
                + "\"relation\":\"next\"},null,3]";

        assertThat(read("{\"resourceType\":\"Bundle\"," + links + ",\"entry\":[{\"resource\":{}}]}")
                        .next())
                .isEqualTo("b?c=1");
        assertThat(read("{\"entry\":[{\"resource\":{\"link\":[{\"relation\":\"next\",\"url\":\"no\"}]}}]," + links
                                + ",\"resourceType\":\"Bundle\"}")
                        .next())
                .isEqualTo("b?c=1");
    }

    @Test
    void nested_bundle_is_one_entry() {
        var nested = "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{}},{\"resource\":{}}]}";

        var page = read("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + nested + "}]}");

        assertThat(page.entries()).hasSize(1);
        assertThat(page.entries().getFirst().json()).asString(UTF_8).isEqualTo(nested);
    }

    @Test
    void entry_without_a_resource_is_kept_as_such() {
        var page = read("{\"resourceType\":\"Bundle\",\"entry\":[{\"fullUrl\":\"x\"},7,null]}");

        assertThat(page.entries()).extracting(SearchEntry::hasResource).containsExactly(false, false, false);
        assertThat(page.entries())
                .extracting(entry -> new String(entry.json(), UTF_8))
                .containsExactly("{\"fullUrl\":\"x\"}", "7", "null");
    }

    @Test
    void entry_with_two_resources_is_neither() {
        var entry = "{\"resource\":{\"id\":\"a\"},\"search\":{\"mode\":\"match\"},\"resource\":{\"id\":\"b\"}}";

        var page = read("{\"resourceType\":\"Bundle\",\"entry\":[" + entry + ",{\"resource\":{}}]}");

        assertThat(page.entries()).extracting(SearchEntry::hasResource).containsExactly(false, true);
        assertThat(page.entries().getFirst().json()).asString(UTF_8).isEqualTo(entry);
    }

    @Test
    void page_that_goes_on_in_two_ways_is_no_page() {
        var next = "{\"relation\":\"next\",\"url\":\"%s\"}";
        var page = "{\"resourceType\":\"Bundle\",\"link\":[" + next + "],\"entry\":[],\"link\":[" + next + "]}";

        assertThat(read(page.formatted("a", "a")).next()).isEqualTo("a");
        assertThatThrownBy(() -> read(page.formatted("a", "b")))
                .isInstanceOf(TryLater.class)
                .hasMessageContaining("two ways");
    }

    @Test
    void resource_that_is_far_too_deep_does_not_cost_the_page() {
        var deep = "{\"id\":\"deep\",\"x\":" + "[".repeat(400_000) + "]".repeat(400_000) + "}";

        var page = read("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + deep + "},{\"resource\":{}}]}");

        assertThat(page.entries()).hasSize(2);
        assertThat(page.entries().getFirst().json()).hasSize(deep.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"\\ud800\":1}",
                "{\"a\\uDFFF\":{\"\\\\\\udc00\\ud800\":1}}",
                "{\"\\ud800\":\"\\\\ud800\",\"\\ud83d\\ude00\":1}"
            })
    void resource_with_half_a_surrogate_pair_in_a_name_does_not_cost_the_page(String resource) {
        var page = read("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + resource
                + "},{\"resource\":{\"id\":\"a\"}}],\"link\":[{\"relation\":\"next\",\"url\":\"b\"}]}");

        assertThat(page.entries())
                .extracting(entry -> new String(entry.json(), UTF_8))
                .containsExactly(resource, "{\"id\":\"a\"}");
        assertThat(page.next()).isEqualTo("b");
    }

    @Test
    void byte_order_mark_moves_nothing() {
        var page = read("\uFEFF{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"id\":\"a\"}}]}");

        assertThat(page.entries().getFirst().json()).asString(UTF_8).isEqualTo("{\"id\":\"a\"}");
    }

    @Test
    void page_cut_anywhere_is_no_page() {
        var whole = ("{\"resourceType\":\"Bundle\",\"link\":[{\"relation\":\"next\",\"url\":\"b\"}],"
                        + "\"entry\":[{\"resource\":{\"id\":\"ø\",\"x\":[1.5,true]}}]}")
                .getBytes(UTF_8);

        for (int length = 0; length < whole.length; length++) {
            var cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SearchsetReader.read(cut))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(TryLater.class)
                    .hasNoCause();
        }
    }

    @Test
    void what_is_no_bundle_is_no_page() {
        for (var other : new String[] {
            "[]",
            "null",
            "{}",
            "{\"resourceType\":\"OperationOutcome\"}",
            "{\"resourceType\":{\"a\":\"Bundle\"}}",
            "{\"resourceType\":\"Bundle\"}{\"resourceType\":\"Bundle\"}",
            "<html>"
        }) {
            assertThatThrownBy(() -> read(other)).as(other).isInstanceOf(TryLater.class);
        }
        assertThatThrownBy(() -> SearchsetReader.read(
                        "{\"entry\":[{\"resource\":{}}],\"resourceType\":\"Bundle\"}".getBytes(UTF_16)))
                .isInstanceOf(TryLater.class);
    }

    private static Searchset read(String json) {
        return SearchsetReader.read(json.getBytes(UTF_8));
    }
}
