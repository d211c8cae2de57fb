package no.ajour.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPageTest {
    private final List<String> ids = new ArrayList<>();

    @Test
    void every_resource_and_the_next_link_are_read() {
        assertThat(next("""
                        {"entry": [{"fullUrl": "x", "resource": {"id": "a"}}, {"resource": {"id": "b"}, "search": {}}, {}],
                         "link": [{"relation": "self", "url": "s"}, {"url": "n", "relation": "next"},
                                  {"relation": "next", "url": "n"}],
                         "resourceType": "Bundle"}""")).isEqualTo("n");
        assertThat(ids).containsExactly("a", "b");
    }

    @Test
    void page_without_a_next_link_is_the_last() {
        assertThat(next("""
                        {"resourceType": "Bundle", "link": [{"relation": "next"}]}""")).isNull();
    }

    // Whatever is not read may be the event that is looked for, which would be sent once more.
    @ParameterizedTest
    @ValueSource(strings = {"""
                {"resourceType": "Bundle", "link": [{"relation": "next", "url": "a"}, {"relation": "next", "url": "b"}]}""", """
                {"resourceType": "Bundle", "entry": [{"resource": {"id": "a"}, "resource": {"id": "b"}}]}""", """
                {"resourceType": "Bundle"} {"resourceType": "Bundle", "entry": [{"resource": {"id": "a"}}]}""", """
                {"resourceType": "Bundle", "entry": [{"resource": {"id": "a"}}""", """
                {"resourceType": "Composition", "id": "a"}""", """
                []"""})
    void page_that_may_have_more_decides_nothing(String page) {
        assertThatThrownBy(() -> next(page)).isInstanceOf(TryLater.class);
    }

    private @Nullable String next(String page) {
        return SearchPage.read(
                new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)),
                resource -> ids.add(resource.path("id").stringValue("")));
    }
}
