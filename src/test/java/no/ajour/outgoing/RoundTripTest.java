package no.ajour.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import no.ajour.testing.SideBySide;
import org.junit.jupiter.api.Test;

/** From one EHR's queue to its own journal, by way of JFT, with the commands that an operator gives. */
class RoundTripTest {
    private static final String LYKKEBY = "310000019";
    private static final String MYRDAL = "310000027";

    @Test
    void an_event_that_a_municipality_submits_comes_back_to_it_is_journaled_and_confirmed() throws Exception {
        var municipalities = new LinkedHashMap<String, String>();
        municipalities.put(LYKKEBY, "Lykkeby");
        municipalities.put(MYRDAL, "Myrdal");
        try (var ajour = Installation.of(Postgres.freshDatabase(), municipalities)) {
            done(ajour, "migrate");
            var nin = SyntheticNin.number(7);
            var list =
                    ajour.write("patients.csv", "orgnr;fnr\n" + LYKKEBY + ";" + nin + "\n" + MYRDAL + ";" + nin + "\n");
            done(ajour, "patients", "import", list.toString());
            var event = new EventFactory(InstantSource.system(), 1).medicationDispense(nin);
            ajour.database()
                    .sql("select ajour.queue_event(?, 'D-17', ?::jsonb, 'Dosett 2.1')")
                    .params(LYKKEBY, event.toString())
                    .query(Long.class)
                    .single();

            assertThat(ajour.ajour("status", "outgoing-events", "--json").out())
                    .containsPattern("\"waiting\"\\s*:\\s*1\\b");
            done(ajour, "run", "outgoing-events");
            done(ajour, "run", "journal-events");

            assertThat(texts(ajour, """
                            select concat_ws(' ', o.state, e.orgnr, e.source_system, p.listed)
                            from ajour.outgoing_events o
                            join ajour.events e on e.resource_id = o.resource_id and e.orgnr = o.orgnr
                            join ajour.patients p on p.patient_id = e.patient_id and p.patient_id = o.patient_id
                            """)).containsExactly("registered 310000019 Dosett 2.1 t");
            assertThat(texts(ajour, "select orgnr from ajour.events")).containsExactly(LYKKEBY);

            texts(ajour, "select ajour.mark_journaled(event_id, 'J-17', version) from ajour.events_to_journal");
            done(ajour, "run", "acknowledgements");

            assertThat(texts(ajour, "select orgnr || ' ' || state || ' ' || reference from ajour.acknowledgements"))
                    .containsExactly(LYKKEBY + " confirmed J-17");
            var book = ajour.sandbox().book();
            var id = texts(ajour, "select resource_id from ajour.outgoing_events")
                    .getFirst();
            assertThat(book.submissions()).singleElement().satisfies(entry -> {
                assertThat(entry.id()).isEqualTo(id);
                assertThat(entry.sourceSystem()).isEqualTo("Dosett 2.1");
            });
            assertThat(book.acknowledged("MedicationDispense", id)).isEqualTo(1);
            assertThat(new SideBySide(ajour.sandbox(), ajour.database(), Set.of(LYKKEBY, MYRDAL)).differences())
                    .isEmpty();
        }
    }

    private static void done(Installation ajour, String... command) {
        var result = ajour.ajour(command);
        assertThat(result.exitCode()).as("%s: %s", List.of(command), result).isZero();
    }

    private static List<String> texts(Installation ajour, String sql) {
        return ajour.database().sql(sql).query(String.class).list();
    }
}
