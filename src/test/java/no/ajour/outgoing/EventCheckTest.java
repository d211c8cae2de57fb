package no.ajour.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import no.ajour.outgoing.EventCheck.Fit;
import no.ajour.outgoing.EventCheck.NotFit;
import no.ajour.outgoing.OutgoingSettings.MissingIdentifier;
import no.ajour.outgoing.OutgoingSettings.NotFound;
import no.ajour.patient.Installation.Environment;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.NumberSettings;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.Submissions;
import no.ajour.sandbox.SyntheticNin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class EventCheckTest {
    private static final Pattern NUMBER = Pattern.compile("\\d{11}");
    // Skatteetaten's own example: of the form that real persons have, and nobody's.
    private static final String REAL = "02013299997";
    private static final EventFactory EVENTS = new EventFactory(() -> Instant.parse("2026-11-21T12:00:00Z"), 3);
    private static final EventCheck CHECK = check(Environment.TEST, MissingIdentifier.ADD, null, "");

    private static EventCheck check(
            Environment environment,
            MissingIdentifier missing,
            @Nullable OrganisationNumbers organisations,
            String pattern) {
        var settings = new OutgoingSettings(
                8,
                20,
                "",
                "application/json",
                DataSize.ofBytes(100_000),
                organisations,
                pattern,
                missing,
                NotFound.SEND_AGAIN,
                3,
                Duration.ofMinutes(15),
                Duration.ofMinutes(5),
                50,
                100,
                5,
                Duration.ofSeconds(30),
                List.of(Duration.ofSeconds(2)));
        return new EventCheck(
                settings, environment, new NumberGuard(environment, new NumberSettings("both", List.of())));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Composition | `{`                                             | not-json          | not JSON, line 1
            Composition | `[]`                                            | not-json          | no JSON object
            Composition | `{} {}`                                         | not-json          | not JSON
            Composition | `{"a":1,"a":2}`                                 | duplicate-name    | stands twice in the same object
            Composition | `{"resourceType":"Bundle"}`                     | wrong-type        | resourceType is not Composition
            Composition | `{"resourceType":"Composition"}`                | missing-element   | Composition.status is missing
            Composition | `{"resourceType":"Composition","status":"x"}`   | wrong-element     | Composition.status is no code
            Bundle      | `{"resourceType":"Bundle"}`                     | missing-element   | Bundle.type is missing
            Bundle      | `{"resourceType":"Bundle","type":"document"}`   | missing-element   | Bundle.identifier.system is missing
            Bundle      | `{"resourceType":"Bundle","type":"batch","entry":[]}` | wrong-element | Bundle.entry is no list
            Bundle      | `{"resourceType":"Bundle","type":"collection","entry":[{}]}` | missing-element | Bundle.entry[0].resource is missing
            Bundle      | `{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Device"}}]}` | missing-element | Bundle.entry[0].request is missing
            Bundle      | `{"resourceType":"Bundle","type":"document","identifier":{"system":"s","value":"v"},"timestamp":"2026","entry":[{"resource":{"resourceType":"Device"}}]}` | wrong-element | bdl-11
            MedicationDispense | `{"resourceType":"MedicationDispense","status":"completed"}` | missing-element | MedicationDispense.medication[x] is missing
            MedicationDispense | `{"resourceType":"MedicationDispense","status":"completed","medicationReference":{"display":"x"},"identifier":[{"system":"s"}]}` | unusable-identifier | MedicationDispense.identifier has no value
            """)
    void what_is_wrong_is_told_by_element(String type, String body, String cause, String told) {
        var why = ((NotFit) CHECK.check(type, body, null)).why();

        assertThat(why.cause()).isEqualTo(cause);
        assertThat(why.message()).contains(told);
    }

    @ParameterizedTest
    @CsvSource({
        "TEST, 02850097219, true",
        "TEST, REAL, false",
        "TEST, 12345678901, false",
        "PRODUCTION, 02850097219, false"
    })
    void numbers_fit_the_environment_and_are_not_told(Environment environment, String given, boolean fit) {
        var nin = given.equals("REAL") ? REAL : given;
        var result = check(environment, MissingIdentifier.ADD, OrganisationNumbers.ANY, "")
                .check("Composition", EVENTS.composition(nin).toString(), null);

        assertThat(result instanceof Fit).isEqualTo(fit);
        if (result instanceof NotFit not) {
            assertThat(not.why().message())
                    .startsWith("Composition.subject.identifier.value")
                    .doesNotContain(nin);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TEST,, '', 314159265, true",
        "TEST,, '', 31415926, false",
        "PRODUCTION,, '', 314159265, false",
        "PRODUCTION,, '', 994598759, true",
        "PRODUCTION, NINE_DIGITS, '', 314159265, true",
        "TEST,, '[23][0-9]{8}', 994598759, false",
        "TEST, ANY, '', x, true"
    })
    void organisation_numbers_are_as_the_setting_says(
            Environment environment, @Nullable OrganisationNumbers rule, String pattern, String number, boolean fit) {
        var dispense = EVENTS.medicationDispense("x");
        dispense.set(
                "subject",
                JsonNodeFactory.instance
                        .objectNode()
                        .set(
                                "identifier",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("system", "urn:oid:2.16.578.1.12.4.1.4.101")
                                        .put("value", number)));

        assertThat(
                        check(environment, MissingIdentifier.ADD, rule, pattern)
                                        .check("MedicationDispense", dispense.toString(), null)
                                instanceof Fit)
                .isEqualTo(fit);
    }

    @ParameterizedTest
    @CsvSource({"100, Fit", "99000, NotFit"})
    void size_counts_bytes_of_what_is_sent(int letters, String result) {
        var large = EVENTS.composition(SyntheticNin.number(1)).put("title", "ø".repeat(letters));

        assertThat(CHECK.check("Composition", large.toString(), null).getClass().getSimpleName())
                .isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"499, wrong-element", "5000, too-deep"})
    void depth_is_bounded(int depth, String cause) {
        var body = "{\"resourceType\":\"Composition\",\"status\":" + "[".repeat(depth) + "]".repeat(depth) + "}";

        assertThat(((NotFit) CHECK.check("Composition", body, null)).why().cause())
                .isIn(cause, "missing-element");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1E-99999999999"})
    void number_that_no_number_type_holds_is_refused(String number) {
        var body = "{\"resourceType\":\"Composition\",\"status\":" + number + "}";

        assertThat(((NotFit) CHECK.check("Composition", body, null)).why().cause())
                .isEqualTo("too-deep");
    }

    @Property(tries = 2000)
    void whatever_is_queued_is_fit_and_taken_or_refused_with_a_reason_that_leaks_nothing(
            @ForAll @IntRange(min = 0, max = 4) int kind, @ForAll long seed) {
        var random = new Random(seed);
        ObjectNode event = EVENTS.any(SyntheticNin.number(random.nextInt(1000)), kind);
        for (int i = random.nextInt(4); i > 0; i--) {
            disturb(event, random);
        }
        var body = event.toString();
        if (random.nextInt(10) == 0) {
            body = body.substring(0, random.nextInt(body.length()));
        }
        var type = kind == 0 || kind == 4 ? "Bundle" : kind == 2 ? "MedicationDispense" : "Composition";

        switch (CHECK.check(type, body, null)) {
            case Fit fit -> {
                var payload = Payload.of(type, body, fit.addedIdentifier());
                assertThat(Submissions.refusal(type, payload)).as(payload).isEmpty();
                assertThat(StableId.of(JsonMapper.shared().readTree(payload)))
                        .extracting(id -> id.key(type))
                        .contains(fit.stableKey());
            }
            case NotFit not -> {
                assertThat(not.why().cause()).matches("[a-z-]+");
                assertThat(not.why().message()).isNotBlank().doesNotContainPattern(NUMBER);
            }
        }
    }

    // Takes something away, or puts something in that does not belong there.
    private static void disturb(ObjectNode event, Random random) {
        var places = new ArrayList<JsonNode>();
        collect(event, places);
        var place = places.get(random.nextInt(places.size()));
        JsonNode value =
                switch (random.nextInt(5)) {
                    case 0 -> JsonNodeFactory.instance.nullNode();
                    case 1 -> JsonNodeFactory.instance.arrayNode();
                    case 2 -> JsonNodeFactory.instance.stringNode(REAL);
                    case 3 -> JsonNodeFactory.instance.numberNode(random.nextLong());
                    default ->
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("system", "urn:oid:2.16.578.1.12.4.1.4." + random.nextInt(1, 4))
                                .put("value", random.nextBoolean() ? REAL : SyntheticNin.number(4));
                };
        switch (place) {
            case ObjectNode object -> {
                var names = new ArrayList<>(object.propertyNames());
                var name = names.isEmpty() || random.nextInt(5) == 0
                        ? "identifier"
                        : names.get(random.nextInt(names.size()));
                if (random.nextBoolean()) {
                    object.remove(name);
                } else {
                    object.set(name, value);
                }
            }
            case ArrayNode array -> array.add(value);
            default -> throw new IllegalStateException();
        }
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainer()) {
            places.add(node);
            node.values().forEach(child -> collect(child, places));
        }
    }
}
