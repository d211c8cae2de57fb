package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import no.ajour.sandbox.PublishedExamples;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Real resources with anything at all in some of their places: every view reads them. */
class FhirViewsRandomTest {
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-7",
            "1e300",
            "0.000000000000000000001",
            "\"\"",
            "\"x\"",
            "\"#\"",
            "\"#a\"",
            "\"2026-02-31\"",
            "\"9999-12-31T23:59:60.999999999-14:00\"",
            "\"<p>&#xD800;&#0;<td>\"",
            "\"\\\\\"",
            "\"\uD83D\uDE00\"",
            "[]",
            "{}",
            "[null]",
            "[[\"x\"]]",
            "[{\"resourceType\":\"Composition\"}]",
            "{\"resourceType\":\"MedicationDispense\",\"performer\":{}}",
            "{\"coding\":{\"code\":7}}",
            "{\"reference\":[\"#a\"]}");

    private static @Nullable FhirEvents database;
    private static List<ObjectNode> resources = List.of();

    @BeforeContainer
    static void start() {
        database = new FhirEvents();
        resources = new ArrayList<>();
        PublishedExamples.all().stream()
                .filter(example -> example.resource().toString().length() < 20_000)
                .forEach(example -> resources.add(example.resource()));
        for (var file : List.of("composition-with-everything", "dispense-with-everything", "bundle-with-references")) {
            for (int weight = 0; weight < 10; weight++) {
                resources.add((ObjectNode) FhirViewsTest.own(file + ".json"));
            }
        }
    }

    @AfterContainer
    static void close() {
        Objects.requireNonNull(database).close();
    }

    @Provide
    Arbitrary<JsonNode> damaged() {
        return Arbitraries.longs().map(FhirViewsRandomTest::damaged);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void no_view_fails_whatever_the_event(@ForAll("damaged") JsonNode event) {
        for (var type : List.of("Bundle", "Composition", "MedicationDispense")) {
            long id = Objects.requireNonNull(database).add(type, event);

            assertThat(database.countRows(id).get(0)).isEqualTo(type.equals("Bundle") ? 1 : 0);
            assertThat(database.countRows(id).get(5)).isGreaterThanOrEqualTo(type.equals("MedicationDispense") ? 1 : 0);
        }
    }

    private static JsonNode damaged(long seed) {
        var random = new Random(seed);
        JsonNode copy = resources.get(random.nextInt(resources.size())).deepCopy();
        int wounds = 1 + random.nextInt(12);
        for (int i = 0; i < wounds; i++) {
            wound(copy, random);
        }
        return copy;
    }

    /** Walks down at random, and puts something else where it stops. */
    private static void wound(JsonNode root, Random random) {
        var at = root;
        while (at.size() > 0) {
            int place = random.nextInt(at.size());
            var name = at instanceof ObjectNode object
                    ? List.copyOf(object.propertyNames()).get(place)
                    : "";
            var child = at instanceof ArrayNode array ? array.get(place) : at.get(name);
            if (child.size() == 0 || random.nextInt(4) == 0) {
                var value = JsonMapper.shared().readTree(VALUES.get(random.nextInt(VALUES.size())));
                if (at instanceof ObjectNode object) {
                    object.set(name, value);
                } else {
                    ((ArrayNode) at).set(place, value);
                }
                return;
            }
            at = child;
        }
    }
}
