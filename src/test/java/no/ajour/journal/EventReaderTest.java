package no.ajour.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import no.ajour.fhir.SearchEntry;
import no.ajour.journal.EntryRead.Dead;
import no.ajour.journal.EntryRead.Stored;
import no.ajour.journal.EntryRead.Warning;
import no.ajour.run.DeadLetter;
import no.ajour.tenant.Tenant;
import no.ajour.testing.SyntheticNumbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {
    private static final Tenant LYKKEBY = new Tenant("123456785", "Lykkeby", null, Tenant.Acknowledge.JOURNALED);
    private static final String META = "\"meta\":{\"lastUpdated\":\"2026-05-26T10:06:17.01493+00:00\"}";
    private static final int LARGEST = 10_000;

    private final EventReader reader =
            new EventReader(EventType.COMPOSITION, LYKKEBY, new PatientFinder(Guards.test()), LARGEST);

    @Test
    void event_keeps_its_text_and_what_finds_it() {
        var json = """
                {"resourceType":"Composition","id":"a-1.B", "value":1.50,
                 "meta":{"lastUpdated":"2026-05-26T12:06:17.01493+02:00","tag":[
                   {"system":"https://fhir.jft.nhn.no/parent-organization-number","code":"123456785"},
                   {"system":"https://fhir.jft.nhn.no/source-client-id","code":"client"},
                   {"system":"https://fhir.jft.nhn.no/source-client-name","code":"Klient"},
                   {"system":"https://fhir.jft.nhn.no/source-system-name","code":"Bruno V0.1.2"},
                   {"system":"https://elsewhere","code":"x"}, 7]}}""";

        var event = stored(json);

        assertThat(event.resource()).isEqualTo(json);
        assertThat(event.id()).isEqualTo("a-1.B");
        assertThat(event.lastUpdated()).isEqualTo(Instant.parse("2026-05-26T10:06:17.014930Z"));
        assertThat(event.origin()).isEqualTo(new Event.Origin("Bruno V0.1.2", "client", "Klient", "123456785"));
        assertThat(event).hasToString("Composition/a-1.B");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-26T10:06:17Z, 2026-05-26T10:06:17Z",
        "2026-05-26T10:06:17.1+00:00, 2026-05-26T10:06:17.1Z",
        "2026-05-26T10:06:17.01493-01:30, 2026-05-26T11:36:17.01493Z",
        "2026-05-26T10:06:17.1234567Z, 2026-05-26T10:06:17.123456Z",
        "2026-05-26T10:06:17.123456789123Z, 2026-05-26T10:06:17.123456Z",
    })
    void last_updated_is_read_in_every_form(String text, Instant instant) {
        assertThat(LastUpdated.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-26",
        "2026-05-26T10:06:17",
        "2026-13-26T10:06:17Z",
        "0000-01-01T00:00:00Z",
        "+999999999-01-01T00:00:00Z",
        "9999-12-31T23:59:59-18:00",
        "yesterday"
    })
    void what_is_no_time_is_not_read_as_one(String text) {
        assertThat(LastUpdated.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no-id            | {\"resourceType\":\"Composition\",META}",
                "no-id            | {\"resourceType\":\"Composition\",\"id\":\"\",META}",
                "no-id            | {\"resourceType\":\"Composition\",\"id\":\"a/b\",META}",
                "no-id            | {\"resourceType\":\"Composition\",\"id\":17,META}",
                "wrong-type       | {\"resourceType\":\"Bundle\",\"id\":\"a\",META}",
                "wrong-type       | {\"id\":\"a\",META}",
                "no-last-updated  | {\"resourceType\":\"Composition\",\"id\":\"a\"}",
                "no-last-updated  | {\"resourceType\":\"Composition\",\"id\":\"a\",\"meta\":{\"lastUpdated\":\"now\"}}",
                "no-last-updated  | {\"resourceType\":\"Composition\",\"id\":\"a\",\"meta\":[]}",
                "no-resource      | 17",
                "no-resource      | null",
                "not-storable     | {\"resourceType\":\"Composition\",\"id\":\"a\",META,\"x\":[\"a\\u0000b\"]}",
                "not-storable     | {\"resourceType\":\"Composition\",\"id\":\"a\",META,\"a\\u0000b\":1}",
                "not-storable     | {\"resourceType\":\"Composition\",\"id\":\"a\",META,\"x\":\"\\ud83d\"}",
                "not-storable     | {\"resourceType\":\"Composition\",\"id\":\"a\",META,\"x\":\"\\ude00\\ud83d\"}",
                "not-storable     | {\"resourceType\":\"Composition\",\"id\":\"a\",META,\"x\":1e131073}",
                "not-storable     | {\"resourceType\":\"Composition\",\"id\":\"a\",META,\"x\":1e-16384}",
            })
    void what_cannot_be_stored_is_a_dead_letter_with_its_cause(String cause, String json) {
        var text = json.replace("META", META);

        var letter = dead(text);

        assertThat(letter.cause()).isEqualTo(cause);
        assertThat(letter.payload()).isEqualTo(text);
        assertThat(letter.record()).startsWith("Composition/");
    }

    @Test
    void too_deep_and_too_large_are_dead_letters_by_name() {
        var deep = composition("a", "\"x\":" + "[".repeat(600) + "]".repeat(600));
        var large = composition("b", "\"x\":\"" + "y".repeat(LARGEST) + "\"");

        assertThat(dead(deep))
                .extracting(DeadLetter::cause, DeadLetter::record)
                .containsExactly("too-deep", "Composition/a");
        assertThat(dead(large))
                .extracting(DeadLetter::cause, DeadLetter::record)
                .containsExactly("too-large", "Composition/b");
    }

    @Test
    void bytes_that_are_not_utf_8_are_a_dead_letter() {
        var entry = SearchEntry.of(composition("a", "\"x\":\"ø\"").getBytes(ISO_8859_1), null);

        assertThat(reader.read(entry))
                .isInstanceOfSatisfying(
                        Dead.class, dead -> assertThat(dead.letter().cause()).isEqualTo("not-storable"));
    }

    @Test
    void entry_without_a_resource_is_a_dead_letter() {
        assertThat(reader.read(SearchEntry.withoutResource("{\"fullUrl\":\"x\"}".getBytes(UTF_8))))
                .isInstanceOfSatisfying(
                        Dead.class, dead -> assertThat(dead.letter().cause()).isEqualTo("no-resource"));
    }

    @Test
    void copies_of_a_nameless_record_share_a_letter() {
        var one = dead("{\"resourceType\":\"Composition\",\"x\":1}").record();

        assertThat(dead("{\"resourceType\":\"Composition\",\"x\":1}").record()).isEqualTo(one);
        assertThat(dead("{\"resourceType\":\"Composition\",\"x\":2}").record()).isNotEqualTo(one);
        assertThat(one).matches("Composition/entry [0-9a-f]{16}");
    }

    @Test
    void identity_number_as_id_is_not_told_in_the_name_of_the_record() {
        var number = SyntheticNumbers.first(1).getFirst();

        var letter = dead("{\"resourceType\":\"Composition\",\"id\":\"" + number + "\"}");

        assertThat(letter.record()).matches("Composition/id [0-9a-f]{16}");
        assertThat(stored(composition(number, "\"x\":1")).record()).isEqualTo(letter.record());
    }

    @Test
    void other_municipalitys_event_is_not_kept_whatever_else_is_wrong_with_it() {
        var tags =
                "\"meta\":{\"tag\":[{\"system\":\"https://fhir.jft.nhn.no/parent-organization-number\",\"code\":\"%s\"}]}";

        for (var json : new String[] {
            "{\"resourceType\":\"Composition\",\"id\":\"a\"," + tags.formatted("974761076") + "}",
            "{\"resourceType\":\"Composition\"," + tags.formatted("NO:ORGNR:974761076") + "}",
            "{\"resourceType\":\"Bundle\",\"id\":\"a\"," + tags.formatted("974761076") + "}"
        }) {
            assertThat(dead(json).cause()).isEqualTo("wrong-tenant");
            assertThat(dead(json).payload()).isNull();
        }
    }

    @Test
    void outcome_among_the_entries_is_a_warning_with_its_codes_only() {
        var outcome =
                "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"incomplete\",\"diagnostics\":\"x\"},"
                        + "{\"code\":\"BAD code 1\"},{\"code\":\"timeout\"}]}";

        assertThat(reader.read(SearchEntry.of(outcome.getBytes(UTF_8), null)))
                .isEqualTo(new Warning("incomplete,timeout", false));
        assertThat(reader.read(SearchEntry.of("{\"resourceType\":\"Parameters\"}".getBytes(UTF_8), "outcome")))
                .isEqualTo(new Warning("", false));
        assertThat(reader.read(SearchEntry.of(composition("a", "\"x\":1").getBytes(UTF_8), "outcome")))
                .isInstanceOf(Stored.class);
    }

    private Event stored(String json) {
        return ((Stored) reader.read(SearchEntry.of(json.getBytes(UTF_8), "match"))).event();
    }

    private DeadLetter dead(String json) {
        return ((Dead) reader.read(SearchEntry.of(json.getBytes(UTF_8), "match"))).letter();
    }

    private static String composition(String id, String more) {
        return "{\"resourceType\":\"Composition\",\"id\":\"" + id + "\"," + META + "," + more + "}";
    }
}
