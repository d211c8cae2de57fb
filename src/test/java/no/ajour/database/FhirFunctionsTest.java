package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the views do with values, narratives and references that are right, and with those that are not. */
class FhirFunctionsTest {
    private static @Nullable FhirEvents database;

    @BeforeAll
    static void start() {
        database = new FhirEvents();
    }

    @AfterAll
    static void close() {
        database().close();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-26T10:06:17.01493+00:00,     2026-05-26T10:06:17.014930Z",
        "2026-05-26T10:06:17+02:00,           2026-05-26T08:06:17Z",
        "2026-05-26T10:06:17-05:30,           2026-05-26T15:36:17Z",
        "2026-05-26T10:06:17Z,                2026-05-26T10:06:17Z",
        "2026-05-26T10:06Z,                   2026-05-26T10:06:00Z",
        "2026-05-26T23:59:60Z,                2026-05-27T00:00:00Z",
        "2026-05-26T23:59:59.9999999Z,        2026-05-26T23:59:59.999999Z",
        "2026-05-26,                          2026-05-25T22:00:00Z",
        "2026-11-26,                          2026-11-25T23:00:00Z",
        "2024-02-29,                          2024-02-28T23:00:00Z",
        "2026-05,                             2026-04-30T22:00:00Z",
        "2026,                                2025-12-31T23:00:00Z",
        "9999-12-31T23:59:59-14:00,           +10000-01-01T13:59:59Z",
    })
    void time_is_the_beginning_of_what_was_written(String given, Instant expected) {
        assertThat(time(given)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-31",
                "2026-02-29",
                "2026-13",
                "2026-00",
                "2026-01-00",
                "0000",
                "0000-01-01",
                "yesterday",
                "26.05.2026",
                "20260526",
                "2026-5-26",
                "2026-05-26T",
                "2026-05-26T10:06:17",
                "2026-05-26 10:06:17Z",
                "2026-05-26T24:00:00Z",
                "2026-05-26T10:60:00Z",
                "2026-05-26T10:06:17+15:00",
                "2026-05-26\n",
                "infinity",
                "now",
                "٢٠٢٦",
                "",
            })
    void what_is_no_time_is_null(String given) {
        assertThat(time(given)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "<div>Alarm utløst, sak 7</div>                            | Alarm utløst, sak 7",
                "<div><p>En</p><p>To</p></div>                             | En¶To",
                "<div>Før<p>avsnitt</p>etter</div>                         | Før¶avsnitt¶etter",
                "<p>En</p>  <p> </p><p/> <br/><br/><p>To</p>               | En¶To",
                "En<br>To<BR/>Tre<br />Fire                                | En¶To¶Tre¶Fire",
                "Liste<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>slutt| Liste¶a¶b¶c¶slutt",
                "Et <b>ut</b>hevet <i>ord</i>                              | Et uthevet ord",
                "<table><tr><th>Puls</th><th>Vekt</th></tr><tr><td>72</td><td>80</td></tr></table> | Puls»Vekt¶72»80",
                "<table><tr><td/><td> </td><td><p>80</p></td></tr><tr><td>x</td></tr></table>      | »»80¶x",
                "&lt;5 &amp; &gt;3 &quot;a&quot; &apos;b&apos;             | <5 & >3 \"a\" 'b'",
                "10&nbsp;mg, 10&#160;mg, 10&#xa0;mg                        | 10 mg, 10 mg, 10 mg",
                "&#230;&#xF8;&#XE5; &aelig;&oslash;&aring; &#x1F600;       | æøå æøå 😀",
                "&amp;lt;b&amp;gt; &#38;lt; &lt;b&gt;                      | &lt;b&gt; &lt; <b>",
                "&ukjent; &#0; &#xD800; &#x110000; &#99999999999; &; &     | &ukjent; &#0; &#xD800; &#x110000; &#99999999999; &; &",
                "a<!-- <p>skjult</p> -->b<!-- -->c                         | abc",
                "a<script>if (x < y) z</script>b<style>p {}</style>c       | abc",
                "a<STYLE type='x'/>b<script src='y'/>c                     | abc",
                "a<scripted>b</scripted>                                   | ab",
                "<p title=\"a > b\">x</p>                                  | x",
                "<![CDATA[1 < 2]]>                                         | 1 < 2",
                "<?xml version='1.0'?><!DOCTYPE html><p>x</p>              | x",
                "5 < 7 og <3                                               | 5 < 7 og <3",
                "a<!-- aldri slutt                                         | a",
                "a<script>aldri slutt                                      | a",
                "<p>a<b                                                    | a<b",
                "</p></p>a</td></div>                                      | a",
                "<div> &nbsp; </div>                                       | null",
                "<div/>                                                    | null",
                "``                                                        | null",
            })
    void plain_text_is_what_a_reader_sees(String xhtml, @Nullable String expected) {
        assertThat(plainText(xhtml))
                .isEqualTo(expected == null ? null : expected.replace('¶', '\n').replace('»', '\t'));
    }

    @Test
    void source_line_breaks_are_no_line_breaks() {
        assertThat(plainText("<div>\n\ta\r\n  b\n<p>\n c </p>\n</div>")).isEqualTo("a b\nc");
    }

    @Test
    void markup_that_never_ends_is_read_in_a_time_that_grows_with_its_length_only() {
        for (var piece : new String[] {"<", "<td \"", "<!--", "&#", "<script", "<td> ", "&#9;", "&nbsp;"}) {
            assertThat(plainText("<p>x" + piece.repeat(200_000 / piece.length())))
                    .startsWith("x");
        }
    }

    @Test
    void sections_are_in_the_order_of_reading_however_many_and_deep() {
        var deep = "{\"title\":\"x\",\"section\":[".repeat(400) + "]}".repeat(400);
        var event = database()
                .add("Composition", "{\"section\":[" + "{},".repeat(10) + "{\"section\":[{}]}," + deep + "]}");

        var sections = database().rows("composition_sections", event);

        assertThat(sections).hasSize(10 + 2 + 400);
        assertThat(sections.stream().limit(13).map(row -> row.text("section")))
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "11.1", "12");
        assertThat(sections.stream().map(row -> row.get("place"))).isSorted();
    }

    @Test
    void references_lead_to_what_is_contained_and_to_entries() {
        var event =
                database().add(FhirViewsTest.own("bundle-with-references.json").toString());

        assertThat(database().rows("composition_authors", event).stream().map(FhirFunctionsTest::party))
                .containsExactly(
                        "PractitionerRole, Pia Pleier, 6666666, 100000008",
                        "Practitioner, Den andre, null, null",
                        // There are two of these; to name the wrong one is worse than to name none.
                        "null, null, null, null",
                        "Device, Pilly, null, null");
        assertThat(database().rows("medication_dispenses", event))
                .extracting(
                        row -> row.get("id"),
                        row -> row.get("medication_text"),
                        row -> row.get("performer_name"),
                        row -> row.get("performer_hpr_number"),
                        row -> row.get("performer_orgnr"))
                .containsExactly(
                        tuple("d1", "Metoprolol 50 mg", "Pilly", null, null),
                        tuple("d2", "Furosemid 40 mg", "Pia Pleier", "6666666", "100000008"),
                        tuple("d3", null, null, null, null));
    }

    @Test
    void parties_of_a_composition_are_named_by_what_it_contains_or_by_their_identifiers() {
        var event = database()
                .add(FhirViewsTest.own("composition-with-everything.json").toString());

        var authors = database().rows("composition_authors", event);

        assertThat(authors.stream().map(FhirFunctionsTest::party))
                .containsExactly(
                        "PractitionerRole, Kari Anne Nordmann, 9999999, 100000008",
                        "null, null, null, null",
                        "null, null, null, null",
                        "null, null, 8888888, null",
                        "null, null, null, null",
                        "Organization, Responssenteret, null, 100000008",
                        "null, null, null, null");
        assertThat(authors.stream().map(row -> row.get("mode")))
                .containsExactly(null, null, null, null, null, "legal", "personal");
        var composition = database().row("compositions", event);
        assertThat(composition.get("custodian_name")).isEqualTo("Responssenteret");
        assertThat(composition.get("custodian_orgnr")).isEqualTo("100000008");
        assertThat(composition.get("text")).isEqualTo("Tilsyn\nUtført & signert");
    }

    @Test
    void no_patients_number_stands_in_a_column() {
        var events = Stream.of("composition-with-everything.json", "dispense-with-everything.json")
                .map(file -> database().add(FhirViewsTest.own(file).toString()))
                .toList();

        for (var event : events) {
            for (var view : FhirEvents.VIEWS) {
                assertThat(database().rows(view, event).toString()).doesNotContain("02810000034");
            }
        }
    }

    @Test
    void a_wrong_value_costs_its_own_column_only() {
        var event = database().add("""
                        {"resourceType": "MedicationDispense", "id": 17, "status": ["completed"], "category": "hjemme",
                         "type": {"coding": "x", "text": {}}, "medicationCodeableConcept": {"coding": [null, 1], "text": "ok"},
                         "quantity": {"value": "12", "unit": true, "code": "t"}, "daysSupply": [7], "whenPrepared": "2026-02-31",
                         "whenHandedOver": {"a": 1}, "performer": {"actor": {"display": "Per"}}, "location": [[{"display": "x"}]],
                         "authorizingPrescription": null, "dosageInstruction": [{"text": 1}, "x", {"text": "to"}], "note": "n",
                         "substitution": {"wasSubstituted": "true"}}
                        """);

        var row = database().row("medication_dispenses", event);

        assertThat(row.columns().stream().filter(column -> row.get(column) != null))
                .containsExactlyInAnyOrder(
                        "event_id",
                        "medication_text",
                        "quantity_code",
                        "when_prepared",
                        "performer_display",
                        "dosage_text");
        assertThat(row.get("dosage_text")).isEqualTo("to");
        assertThat(row.get("performer_display")).isEqualTo("Per");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "\"x\"",
                "[]",
                "[[{}]]",
                "{}",
                "{\"entry\": 1}",
                "{\"entry\": {\"resource\": {\"resourceType\": \"Composition\", \"section\": \"x\", \"author\": [1, null]}}}",
                "{\"entry\": [null, 1, \"x\", [], {\"resource\": \"x\"}, {\"resource\": [{\"resourceType\": \"Composition\"}]}]}",
                "{\"section\": [[{\"title\": \"x\"}], null, 7], \"attester\": {\"party\": []}, \"category\": [[[]]]}",
            })
    void no_json_makes_a_view_fail(String json) {
        for (var type : new String[] {"Bundle", "Composition", "MedicationDispense"}) {
            database().countRows(database().add(type, json));
        }
    }

    private static String party(FhirRow row) {
        return row.get("resource_type") + ", " + row.get("name") + ", " + row.get("hpr_number") + ", "
                + row.get("author_orgnr");
    }

    private static @Nullable Instant time(String given) {
        return database()
                .jdbc
                .sql("select ajour.fhir_time(:given)")
                .param("given", given)
                .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)))
                .single()
                .map(Timestamp::toInstant)
                .orElse(null);
    }

    private static @Nullable String plainText(String xhtml) {
        return database()
                .jdbc
                .sql("select ajour.fhir_plain_text(:xhtml)")
                .param("xhtml", xhtml)
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .single()
                .orElse(null);
    }

    private static FhirEvents database() {
        return Objects.requireNonNull(database);
    }
}
