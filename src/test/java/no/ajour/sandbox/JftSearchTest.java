package no.ajour.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class JftSearchTest extends SandboxTestBase {
    private final JftSandbox jft = sandbox.jft();

    @Test
    void paging_returns_every_version_once_in_ascending_order_while_events_are_updated() {
        List<String> ids = add(25);
        String early = ids.get(2);

        List<JsonNode> seen = walk("_count=4", page -> {
            clock.step(Duration.ofMillis(1));
            if (page == 3) {
                jft.touch(KOMMUNE, "Composition", early);
                jft.add(KOMMUNE, composition(99));
            }
        });

        List<String> times = seen.stream().map(JftSearchTest::lastUpdated).toList();
        assertThat(times).isSorted();
        assertThat(seen.stream().map(each -> id(each) + lastUpdated(each))).doesNotHaveDuplicates();
        assertThat(seen.stream().map(JftSearchTest::id)).containsAll(ids);
        assertThat(seen.stream().filter(each -> id(each).equals(early))).hasSize(2);
        assertThat(seen).hasSize(27);
        assertThat(sandbox.book().servedTo(KOMMUNE)).hasSize(27).containsAll(jft.versions(KOMMUNE));
        assertThat(sandbox.book().violations()).isEmpty();
    }

    @Test
    void events_of_one_instant_are_all_found() {
        for (int i = 0; i < 7; i++) {
            jft.add(KOMMUNE, composition(i));
        }

        assertThat(walk("_count=2", page -> {}).stream().map(JftSearchTest::id))
                .hasSize(7)
                .doesNotHaveDuplicates();
    }

    @Test
    void metadata_is_as_documented() {
        jft.add(KOMMUNE, composition(1));

        JsonNode bundle = TestClient.json(client.jftSearch("Composition", "", client.dpopToken()));
        JsonNode meta = bundle.path("entry").path(0).path("resource").path("meta");

        assertThat(bundle.path("resourceType").stringValue()).isEqualTo("Bundle");
        assertThat(bundle.path("type").stringValue()).isEqualTo("searchset");
        assertThat(meta.path("lastUpdated").stringValue()).isEqualTo("2026-11-21T08:00:00.12345+00:00");
        assertThat(meta.path("tag")
                        .valueStream()
                        .map(tag -> tag.path("system").stringValue() + "|"
                                + tag.path("code").stringValue()))
                .contains(
                        "https://fhir.jft.nhn.no/parent-organization-number|" + KOMMUNE,
                        "https://fhir.jft.nhn.no/source-system-name|Bruno V0.1.2");
        assertThat(meta.path("profile").isArray()).isTrue();
    }

    @Test
    void short_and_empty_pages_have_a_next_link() {
        List<String> ids = add(9);
        jft.behaviour().pageSize((page, count) -> page == 2 ? 0 : page == 3 ? 1 : count);
        jft.behaviour().trailingNext(true);
        List<Integer> sizes = new ArrayList<>();

        List<JsonNode> seen = walk("_count=3", page -> sizes.add(page));

        assertThat(seen.stream().map(JftSearchTest::id)).containsExactlyElementsOf(ids);
        assertThat(sizes).hasSize(6);
    }

    @Test
    void events_repeat_across_pages_on_demand() {
        List<String> ids = add(5);
        jft.behaviour().repeatAcrossPages(true);

        List<String> seen =
                walk("_count=2", page -> {}).stream().map(JftSearchTest::id).toList();

        assertThat(seen)
                .containsExactly(ids.get(0), ids.get(1), ids.get(1), ids.get(2), ids.get(3), ids.get(3), ids.get(4));
    }

    @Test
    void get_search_and_descending_order_work() {
        List<String> ids = add(3);
        JsonNode bundle = TestClient.json(client.jftGet("/v1/Composition?_sort=-_lastUpdated", client.dpopToken()));

        assertThat(bundle.path("entry").valueStream().map(entry -> id(entry.path("resource"))))
                .containsExactlyElementsOf(ids.reversed());
    }

    @Test
    void other_municipalities_see_nothing() {
        jft.add("399000009", composition(1));

        assertThat(walk("", page -> {})).isEmpty();
    }

    @Test
    void late_event_lies_before_events_already_served() {
        add(2);
        Instant early = clock.instant().minusSeconds(3600);
        String late = jft.add(KOMMUNE, composition(3), early);

        assertThat(walk("", page -> {}).stream().map(JftSearchTest::id)).first().isEqualTo(late);
    }

    @Test
    void tag_filter_leaves_out_the_journaled() {
        List<String> ids = add(3);
        jft.journaledElsewhere(KOMMUNE, "Composition", ids.get(1));
        String token = "https%3A%2F%2Ffhir.jft.nhn.no%2Fjournaling-status%7Cacknowledged";

        assertThat(walk("_tag:not=" + token, page -> {}).stream().map(JftSearchTest::id))
                .containsExactly(ids.get(0), ids.get(2));
        assertThat(walk("_tag=" + token, page -> {}).stream().map(JftSearchTest::id))
                .containsExactly(ids.get(1));
    }

    @Test
    void expired_cursor_is_410_and_no_violation() {
        add(4);
        String token = client.dpopToken();
        String next = next(TestClient.json(client.jftSearch("Composition", "_count=2", token)));
        jft.behaviour().expireCursors();

        assertThat(client.jftGet(next, token).statusCode()).isEqualTo(410);
        assertThat(sandbox.book().violations()).isEmpty();
    }

    @Test
    void cursor_of_another_search_is_refused() {
        add(4);
        String token = client.dpopToken();
        String next = next(TestClient.json(client.jftSearch("Composition", "_count=2", token)));
        String cursor = next.substring(next.indexOf("cursor="));

        assertThat(client.jftSearch("Composition", cursor, token).statusCode()).isEqualTo(200);
        assertViolation(client.jftSearch("Composition", "_sort=-_lastUpdated&" + cursor, token), 400, "another search");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "_lastUpdated=ge2026-11-21T08:00:00 time_with_a_zone",
                "_lastUpdated=ge2026-11-21T08:00:00+00:00 time_with_a_zone",
                "_lastUpdated=after2026 no_date",
                "_count=0 no_positive_number",
                "_sort=date _sort_is_neither",
                "lastUpdated=ge2026 no_search_parameter",
                "cursor=xyz cursor_was_not_made_here"
            })
    void parameters_that_break_the_rules_are_refused(String form, String text) {
        HttpResponse<String> response = client.jftSearch("Composition", form, client.dpopToken());

        assertViolation(
                response,
                400,
                text.startsWith("_") ? text.replace("_is_neither", " is neither") : text.replace('_', ' '));
    }

    @Test
    void search_with_a_json_body_is_refused() {
        String url = client.url(Sandbox.JFT_READ, "/v1/Composition/_search");
        String token = client.dpopToken();

        assertViolation(
                client.post(url, "application/json", "{}", client.dpop("POST", url, token)), 415, "_search takes");
    }

    @Test
    void broken_entries_are_served_as_they_stand() {
        jft.addRaw(KOMMUNE, "Composition", "1", clock.instant(), "{\"resourceType\":\"Composition\"}");

        assertThat(client.jftSearch("Composition", "", client.dpopToken()).body())
                .contains("{\"resource\":{\"resourceType\":\"Composition\"}");
    }

    @Test
    void published_examples_can_be_served() {
        PublishedExamples.all().forEach(example -> jft.add(KOMMUNE, example.resource()));
        String token = client.dpopToken();

        for (String type : JftSandbox.TYPES) {
            assertThat(TestClient.json(client.jftSearch(type, "_count=1000", token))
                            .path("entry")
                            .size())
                    .isPositive();
        }
        assertThat(sandbox.book().servedTo(KOMMUNE)).isEqualTo(jft.versions(KOMMUNE));
    }

    private List<String> add(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(jft.add(KOMMUNE, composition(i)));
            clock.step(Duration.ofMillis(1));
        }
        return ids;
    }

    /** Follows {@code next} to the end; tells the number of each page once it has been read. */
    private List<JsonNode> walk(String form, IntConsumer afterPage) {
        String token = client.dpopToken();
        List<JsonNode> seen = new ArrayList<>();
        JsonNode bundle = TestClient.json(client.jftSearch("Composition", form, token));
        for (int page = 1; page < 100; page++) {
            bundle.path("entry").forEach(entry -> seen.add(entry.path("resource")));
            afterPage.accept(page);
            String next = next(bundle);
            if (next.isEmpty()) {
                return seen;
            }
            bundle = TestClient.json(client.jftGet(next, token));
        }
        throw new AssertionError("The walk does not end");
    }

    private static String next(JsonNode bundle) {
        return bundle.path("link")
                .valueStream()
                .filter(link -> link.path("relation").stringValue().equals("next"))
                .map(link -> link.path("url").stringValue())
                .findFirst()
                .orElse("");
    }

    private static String id(JsonNode resource) {
        return resource.path("id").stringValue();
    }

    private static String lastUpdated(JsonNode resource) {
        return resource.path("meta").path("lastUpdated").stringValue();
    }
}
