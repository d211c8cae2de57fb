package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.PublishedExamples;
import no.ajour.testing.SyntheticNumbers;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.utilities.xhtml.XhtmlComposer;
import org.hl7.fhir.utilities.xhtml.XhtmlParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The views against the reference implementation of FHIRPath: the comment of a column says which path it shows, and both
 * are asked about every example.
 */
class FhirViewsTest {
    static final List<String> VIEWS = FhirEvents.VIEWS;

    /** What the reference implementation does not take for R4: values of wrong types, a code in capitals. */
    private static final Set<String> REFUSED = Set.of("r4/r4-caredove-bundle.json", "validator/shc-bad-1.json");

    private static final String MEDICATION =
            "medication.ofType(CodeableConcept)" + " | medication.ofType(Reference).resolve().ofType(Medication).code";

    private static final FhirPath PATHS = new FhirPath();
    private static final List<Example> EXAMPLES = new ArrayList<>();
    private static @Nullable FhirEvents database;

    /** A resource that is an event; {@code parsed} is null where the reference implementation refused it. */
    private record Example(
            String name,
            long event,
            JsonNode json,
            @Nullable Resource parsed) {}

    /** A documented column. */
    private record Column(String name, String path) {}

    /** What a row is of: the element, the resource that it is in, and the event. */
    private record Place(Resource event, Resource holder, Base element) {}

    @BeforeAll
    static void load() {
        database = new FhirEvents();
        PublishedExamples.all().forEach(example -> add(example.name(), example.resource()));
        for (var file : List.of("composition", "dispense")) {
            add(file, own(file + "-with-everything.json"));
        }
        add("bundle", own("bundle-with-references.json"));
        var factory = new EventFactory(() -> Instant.parse("2026-05-26T10:06:17Z"), 1);
        var number = SyntheticNumbers.first(1).getFirst();
        IntStream.range(0, 10).forEach(turn -> add("factory " + turn, factory.any(number, turn)));
        add("factory local", factory.documentWithLocalNumber("42"));
    }

    @AfterAll
    static void close() {
        database().close();
    }

    @ParameterizedTest
    @FieldSource("VIEWS")
    void every_column_is_what_its_fhirpath_gives(String view) {
        var columns = columns(view);
        var differences = new ArrayList<String>();
        var seen = new TreeSet<String>();
        for (var example : accepted()) {
            for (var row : database().rows(view, example.event())) {
                var place = place(view, row, parsed(example));
                for (var column : columns) {
                    var shown = shown(column, row.get(column.name()));
                    var expected = place == null
                            ? List.<String>of()
                            : texts(
                                    column,
                                    PATHS.evaluate(place.event(), place.holder(), place.element(), column.path()));
                    if (!expected.isEmpty()) {
                        seen.add(column.name());
                    }
                    if (!shown.equals(expected)) {
                        differences.add("%s %s.%s %s: %s, but %s gives %s"
                                .formatted(
                                        example.name(),
                                        view,
                                        column.name(),
                                        key(view, row),
                                        shown,
                                        column.path(),
                                        expected));
                    }
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(columns)
                .extracting(Column::name)
                .as("columns that were seen with a value")
                .allMatch(seen::contains);
    }

    @ParameterizedTest
    @FieldSource("VIEWS")
    void every_row_is_there_once_and_no_other(String view) {
        for (var example : accepted()) {
            assertThat(database().rows(view, example.event()).stream().map(row -> key(view, row)))
                    .as("%s of %s", view, example.name())
                    .containsExactlyInAnyOrderElementsOf(expectedKeys(view, parsed(example)));
        }
    }

    @Test
    void text_of_a_narrative_is_the_one_that_the_reference_implementation_reads() {
        int narratives = 0;
        for (var example : accepted()) {
            for (var row : database().rows("composition_sections", example.event())) {
                var place = place("composition_sections", row, parsed(example));
                var section = (Composition.SectionComponent)
                        Objects.requireNonNull(place).element();
                var expected = section.hasText() ? section.getText().getDiv().allText() : "";
                assertThat(withoutSpaces(Objects.toString(row.get("text"), "")))
                        .as(example.name())
                        .isEqualTo(withoutSpaces(expected));
                narratives += expected.isEmpty() ? 0 : 1;
            }
        }
        assertThat(narratives).isGreaterThanOrEqualTo(30);
    }

    @Test
    void times_are_those_that_the_reference_implementation_reads() {
        int times = 0;
        for (var example : accepted()) {
            for (var view : VIEWS) {
                for (var row : database().rows(view, example.event())) {
                    for (var column : row.columns()) {
                        if (column.endsWith("_at") && row.get(column.replace("_at", "")) instanceof String given) {
                            assertThat(((Timestamp) Objects.requireNonNull(row.get(column)))
                                            .toInstant()
                                            .truncatedTo(ChronoUnit.MILLIS))
                                    .as("%s of %s: %s", column, example.name(), given)
                                    .isEqualTo(
                                            new DateTimeType(given).getValue().toInstant());
                            times++;
                        }
                    }
                }
            }
        }
        assertThat(times).isGreaterThan(30);
    }

    @Test
    void what_the_reference_implementation_refuses_is_read_all_the_same() {
        var refused =
                EXAMPLES.stream().filter(example -> example.parsed() == null).toList();

        assertThat(refused).extracting(Example::name).containsExactlyInAnyOrderElementsOf(REFUSED);
        for (var example : refused) {
            var row = database().row("bundles", example.event());
            assertThat(row.get("type")).isEqualTo(text(example.json().path("type")));
            assertThat(row.get("id")).isEqualTo(text(example.json().path("id")));
            assertThat(row.get("entries"))
                    .isEqualTo(example.json().path("entry").size());
            var entries = database().rows("bundle_entries", example.event());
            assertThat(entries).hasSize(example.json().path("entry").size());
            for (var entry : entries) {
                var json = example.json().path("entry").path(entry.index("entry"));
                assertThat(entry.get("full_url")).isEqualTo(text(json.path("fullUrl")));
                assertThat(entry.get("resource_type")).isEqualTo(text(json.at("/resource/resourceType")));
                assertThat(entry.get("id")).isEqualTo(text(json.at("/resource/id")));
                assertThat(JsonMapper.shared().readTree(String.valueOf(entry.get("resource"))))
                        .isEqualTo(json.path("resource"));
            }
            database().countRows(example.event());
        }
    }

    @Test
    void every_view_column_and_function_says_what_it_is() {
        assertThat(database()
                        .jdbc
                        .sql("""
                                select v.relname || coalesce('.' || a.attname, '')
                                from pg_class v
                                left join pg_attribute a on a.attrelid = v.oid and a.attnum > 0
                                where v.relnamespace = 'ajour'::regnamespace and v.relname = any (:views)
                                  and (col_description(v.oid, a.attnum) is null or obj_description(v.oid) is null)
                                union all
                                select proname from pg_proc
                                where pronamespace = 'ajour'::regnamespace and proname like 'fhir\\_%'
                                  and obj_description(oid) is null
                                """)
                        .param("views", VIEWS.toArray(String[]::new))
                        .query(String.class)
                        .list())
                .isEmpty();
        assertThat(VIEWS).allSatisfy(view -> assertThat(columns(view)).isNotEmpty());
    }

    private static List<Column> columns(String view) {
        return database()
                .jdbc
                .sql("""
                        select attname, substring(col_description(attrelid, attnum) from 'FHIRPath: (.*)$')
                        from pg_attribute
                        where attrelid = ('ajour.' || :view)::regclass
                          and col_description(attrelid, attnum) like '%FHIRPath:%'
                        order by attnum
                        """)
                .param("view", view)
                .query((row, number) -> new Column(row.getString(1), row.getString(2)))
                .list();
    }

    // Where a row stands, said in the same way by the row and by what the reference implementation has parsed.

    private static String key(String view, FhirRow row) {
        return Stream.of("entry", "role", "author", "element", "section", "concept", "coding")
                .filter(row.columns()::contains)
                .filter(name -> !(view.equals("compositions") && name.equals("section")))
                .map(name -> name + " " + row.get(name))
                .collect(Collectors.joining(", "));
    }

    private static @Nullable Place place(String view, FhirRow row, Resource event) {
        var holder = row.get("entry") instanceof Integer entry && !view.equals("bundle_entries")
                ? ((Bundle) event).getEntry().get(entry - 1).getResource()
                : event;
        var element =
                switch (view) {
                    case "bundle_entries" -> ((Bundle) event).getEntry().get(row.index("entry"));
                    case "composition_authors" -> author((Composition) holder, row);
                    case "composition_sections" -> section((Composition) holder, row.text("section"));
                    case "event_codings" -> coding(event, holder, row);
                    default -> holder;
                };
        return element == null ? null : new Place(event, holder, element);
    }

    private static @Nullable Base author(Composition composition, FhirRow row) {
        int index = row.index("author");
        if ("author".equals(row.get("role"))) {
            return composition.getAuthor().get(index);
        }
        var attester = composition.getAttester().get(index);
        return attester.hasParty() ? attester.getParty() : null;
    }

    private static Composition.SectionComponent section(Composition composition, String path) {
        var sections = composition.getSection();
        Composition.SectionComponent section = null;
        for (var place : path.split("\\.", -1)) {
            section = sections.get(Integer.parseInt(place) - 1);
            sections = section.getSection();
        }
        return Objects.requireNonNull(section);
    }

    private static @Nullable Base coding(Resource event, Resource holder, FhirRow row) {
        if (row.get("coding") == null) {
            return null;
        }
        var section = row.get("section") == null ? null : section((Composition) holder, row.text("section"));
        var concept = concepts(event, holder, section == null ? holder : section, row.text("element"))
                .get(row.index("concept"));
        assertThat(row.get("text")).isEqualTo(concept.getText());
        return concept.getCoding().get(row.index("coding"));
    }

    private static List<CodeableConcept> concepts(Resource event, Resource holder, Base parent, String element) {
        var path =
                switch (element) {
                    case "MedicationDispense.medication" -> MEDICATION;
                    case "MedicationDispense.statusReason" -> "statusReason.ofType(CodeableConcept)";
                    default -> element.replaceFirst("^(Composition.section|Composition|MedicationDispense)[.]", "");
                };
        return PATHS.evaluate(event, holder, parent, path).stream()
                .map(CodeableConcept.class::cast)
                .toList();
    }

    private static List<String> expectedKeys(String view, Resource event) {
        var keys = new ArrayList<String>();
        if (view.equals("bundles")) {
            return event instanceof Bundle ? List.of("") : List.of();
        }
        if (view.equals("bundle_entries")) {
            var entries = event instanceof Bundle bundle ? bundle.getEntry().size() : 0;
            return IntStream.rangeClosed(1, entries)
                    .mapToObj(entry -> "entry " + entry)
                    .toList();
        }
        int count = event instanceof Bundle bundle ? bundle.getEntry().size() : 1;
        for (int i = 0; i < count; i++) {
            var holder =
                    event instanceof Bundle bundle ? bundle.getEntry().get(i).getResource() : event;
            var entry = "entry " + (event instanceof Bundle ? i + 1 : "null");
            if (holder instanceof Composition composition) {
                keys.addAll(ofComposition(view, event, composition, entry));
            } else if (holder != null && holder.fhirType().equals("MedicationDispense")) {
                if (view.equals("medication_dispenses")) {
                    keys.add(entry);
                } else if (view.equals("event_codings")) {
                    Stream.of("medication", "statusReason", "category", "type", "performer.function")
                            .forEach(element -> keys.addAll(
                                    codings(event, holder, holder, entry, "MedicationDispense." + element, "null")));
                }
            }
        }
        return keys;
    }

    private static List<String> ofComposition(String view, Resource event, Composition composition, String entry) {
        var keys = new ArrayList<String>();
        switch (view) {
            case "compositions" -> keys.add(entry);
            case "composition_authors" -> {
                IntStream.rangeClosed(1, composition.getAuthor().size())
                        .forEach(i -> keys.add(entry + ", role author, author " + i));
                IntStream.rangeClosed(1, composition.getAttester().size())
                        .forEach(i -> keys.add(entry + ", role attester, author " + i));
            }
            case "composition_sections" ->
                paths("", composition.getSection()).forEach(path -> keys.add(entry + ", section " + path));
            case "event_codings" -> {
                keys.addAll(codings(event, composition, composition, entry, "Composition.type", "null"));
                keys.addAll(codings(event, composition, composition, entry, "Composition.category", "null"));
                for (var path : paths("", composition.getSection())) {
                    var section = section(composition, path);
                    keys.addAll(codings(event, composition, section, entry, "Composition.section.code", path));
                    keys.addAll(codings(event, composition, section, entry, "Composition.section.emptyReason", path));
                }
            }
            default -> {}
        }
        return keys;
    }

    private static List<String> paths(String parent, List<Composition.SectionComponent> sections) {
        var paths = new ArrayList<String>();
        for (int i = 0; i < sections.size(); i++) {
            var path = parent + (i + 1);
            paths.add(path);
            paths.addAll(paths(path + ".", sections.get(i).getSection()));
        }
        return paths;
    }

    private static List<String> codings(
            Resource event, Resource holder, Base parent, String entry, String element, String section) {
        var keys = new ArrayList<String>();
        var concepts = concepts(event, holder, parent, element);
        for (int i = 0; i < concepts.size(); i++) {
            var concept =
                    entry + ", element " + element + ", section " + section + ", concept " + (i + 1) + ", coding ";
            int codings = concepts.get(i).getCoding().size();
            IntStream.rangeClosed(1, codings).forEach(coding -> keys.add(concept + coding));
            if (codings == 0 && concepts.get(i).hasText()) {
                keys.add(concept + "null");
            }
        }
        return keys;
    }

    // Values, brought to one form.

    private static List<String> shown(Column column, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof Array array) {
            try {
                return Arrays.stream((Object[]) array.getArray())
                        .map(String::valueOf)
                        .toList();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return List.of(
                column.path().endsWith("text.div") ? canonical(value.toString()) : oneForm(value.toString(), value));
    }

    private static List<String> texts(Column column, List<Base> values) {
        return values.stream()
                .map(value -> Objects.toString(value.primitiveValue(), ""))
                // The engine joins nothing to an empty text, where FHIRPath says that nothing comes of it.
                .filter(text -> !text.isEmpty())
                .map(text -> column.path().endsWith("text.div")
                        ? canonical(text)
                        : oneForm(text, values.getFirst().fhirType().equals("decimal") ? BigDecimal.ZERO : ""))
                .toList();
    }

    private static String oneForm(String text, Object kind) {
        return kind instanceof BigDecimal
                ? new BigDecimal(text).stripTrailingZeros().toPlainString()
                : text;
    }

    // As the reference implementation would write it; it drops namespaces that say nothing new.
    private static String canonical(String xhtml) {
        try {
            return new XhtmlComposer(XhtmlComposer.XML)
                    .compose(new XhtmlParser().parseFragment(xhtml))
                    .replaceAll(" xmlns=\"[^\"]*\"", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("[\\s\\u00a0]+", "");
    }

    private static @Nullable String text(JsonNode json) {
        return json.isString() ? json.stringValue() : null;
    }

    private static void add(String name, JsonNode json) {
        var event = database().add(json.path("resourceType").asString(), json);
        EXAMPLES.add(new Example(name, event, json, FhirPath.parse(json)));
    }

    /** A resource of {@code src/test/resources/fhir}. */
    static JsonNode own(String file) {
        try {
            return JsonMapper.shared()
                    .readTree(new ClassPathResource("fhir/" + file).getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Example> accepted() {
        return EXAMPLES.stream().filter(example -> example.parsed() != null).toList();
    }

    private static Resource parsed(Example example) {
        return Objects.requireNonNull(example.parsed());
    }

    private static FhirEvents database() {
        return Objects.requireNonNull(database);
    }
}
