package no.ajour.journal;

import static no.ajour.journal.JournalTestApp.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.sandbox.SyntheticNin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events that were made to break a reader, a database, or the bond between an event and its patient. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileEventTest {
    private static final String SYSTEM = "\"system\":\"urn:oid:2.16.578.1.12.4.1.4.1\"";

    private JournalTestApp app;

    @BeforeAll
    void start() {
        app = JournalTestApp.start();
    }

    @AfterAll
    void stop() {
        app.close();
    }

    @BeforeEach
    void reset() {
        app.reset();
    }

    // JSON leaves open which of two counts (RFC 8259 section 4): all here must take the same one.
    @Test
    void what_is_read_is_what_is_stored_where_a_name_stands_twice() {
        raw("{\"resourceType\":\"Composition\",\"id\":\"first\",\"id\":\"second\","
                + "\"meta\":{\"lastUpdated\":\"2026-05-26T09:00:00Z\",\"lastUpdated\":\"2026-05-26T09:30:00Z\"},"
                + "\"subject\":" + subject(1) + ",\"subject\":" + subject(2) + "}");
        raw("{\"resourceType\":\"Composition\",\"id\":\"a\",\"meta\":{\"lastUpdated\":\"2026-05-26T08:00:00Z\"},"
                + "\"meta\":{\"lastUpdated\":\"2026-05-26T09:40:00Z\"},\"subject\":{\"identifier\":{" + SYSTEM
                + ",\"value\":\"" + nin(1) + "\"},\"identifier\":{" + SYSTEM + ",\"value\":\"" + nin(2)
                + "\",\"value\":\"" + nin(3) + "\"}}}");

        assertThat(app.run().code()).isEqualTo(ExitCode.DONE);

        assertThat(app.texts("""
                        select count(*) filter (where e.resource_id = e.resource ->> 'id'
                                   and e.last_updated = (e.resource #>> '{meta,lastUpdated}')::timestamptz
                                   and p.nin = e.resource #>> '{subject,identifier,value}')
                        from ajour.event e join ajour.patient p on p.id = e.patient_id
                        """)).containsExactly("2");
        assertThat(app.texts("select nin from ajour.patient")).containsExactlyInAnyOrder(nin(2), nin(3));
    }

    @Test
    void what_cannot_be_read_or_kept_stops_only_itself() {
        var hostile = List.of(
                "[".repeat(100_000) + "]".repeat(100_000),
                "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
                "1e999999999",
                "-1e-999999999",
                "1e99999999999",
                "1" + "0".repeat(300_000),
                "{\"" + "k".repeat(200_000) + "\":1}",
                "\"a\\u0000b\"",
                "{\"\\u0000\":1}",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "{\"\\ud800\":1}");
        for (int i = 0; i < hostile.size(); i++) {
            raw(composition("hostile-" + i, "\"extension\":" + hostile.get(i)));
        }
        app.add(app.events.composition(nin(1)), START);

        var outcome = app.run();

        assertThat(outcome.code()).as(outcome.reason()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(outcome.balance()).containsEntry(Line.ADDED, 1L).containsEntry(Line.DEAD, (long) hostile.size());
        assertThat(app.texts("select record from ajour.dead_letter"))
                .hasSize(hostile.size())
                .allMatch(record -> record.startsWith("Composition/hostile-"));
        assertThat(app.texts("select message from ajour.dead_letter"))
                .allSatisfy(message -> assertThat(message).hasSizeLessThan(300).doesNotContain("kkk", "000000"));
    }

    @Test
    void text_is_text_to_the_database() {
        var texts = List.of(
                "'; drop table ajour.event; --",
                "$$; drop table ajour.event; $$",
                "\\'; drop table ajour.event; --",
                "%s %n %1$s",
                "{0} {} ${user.home} #{1}",
                ":ids ::text ?",
                "{a,NULL,\"b\\\\\"}",
                "\\u0000",
                "\\N");
        for (int i = 0; i < texts.size(); i++) {
            app.add(withText(texts.get(i), nin(i)), START.minusSeconds(i));
        }

        assertThat(app.run().code()).isEqualTo(ExitCode.DONE);

        for (var column : List.of(
                "source_system",
                "source_client_id",
                "source_client_name",
                "resource ->> 'title'",
                "resource #>> '{category,0,coding,0,code}'",
                "resource #>> '{category,0,coding,0,system}'",
                "resource #>> '{category,0,coding,0,display}'")) {
            assertThat(app.texts("select " + column + " from ajour.event"))
                    .as(column)
                    .containsExactlyInAnyOrderElementsOf(texts);
        }
        // What an EHR reads is worked out of the same texts.
        assertThat(app.texts("select to_jsonb(e) from ajour.events e")).hasSize(texts.size());
    }

    private ObjectNode withText(String text, String nin) {
        var event = app.events.composition(nin);
        event.put("title", text);
        var meta = (ObjectNode) event.get("meta");
        var tags = meta.putArray("tag");
        for (var system : List.of("source-system-name", "source-client-id", "source-client-name")) {
            tags.addObject().put("system", "https://fhir.jft.nhn.no/" + system).put("code", text);
        }
        var coding = (ObjectNode) event.at("/category/0/coding/0");
        coding.put("system", text).put("code", text).put("display", text);
        return JsonMapper.shared().createObjectNode().setAll(event);
    }

    private void raw(String json) {
        app.raw("Composition", "x" + json.hashCode(), START, json);
    }

    private static String composition(String id, String more) {
        return "{\"resourceType\":\"Composition\",\"id\":\"" + id
                + "\",\"meta\":{\"lastUpdated\":\"2026-05-26T09:00:00Z\"}," + more + "}";
    }

    private static String subject(int number) {
        return "{\"identifier\":{" + SYSTEM + ",\"value\":\"" + nin(number) + "\"}}";
    }

    private static String nin(int number) {
        return SyntheticNin.number(number);
    }
}
