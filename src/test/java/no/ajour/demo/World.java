package no.ajour.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.HealthRecord;
import no.ajour.sandbox.PhrDocument;
import no.ajour.sandbox.PhrSandbox;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happens outside Ajour: citizens change their minds, devices raise alarms, nurses write in the EHR. */
final class World {
    private static final int PATIENTS = 1500;
    private static final int EVENTS = 600;
    private static final int DOCUMENTS = 300;
    private static final String FJORDVIK = "310000027";
    private static final int NON_LOCAL = 20_000;
    private static final int FIRST_NON_LOCAL = 1_000_000;

    private final Sandbox sandbox;
    private final JdbcClient ehr;
    private final EventFactory events = new EventFactory(InstantSource.system(), 2026);
    private final Map<String, List<String>> patients = new LinkedHashMap<>();

    World(Sandbox sandbox, JdbcClient ehr) {
        this.sandbox = sandbox;
        this.ehr = ehr;
        int first = 0;
        for (var orgnr : List.of("310000019", "310000027", "310000035")) {
            int from = first;
            patients.put(
                    orgnr,
                    new ArrayList<>(IntStream.range(from, from + PATIENTS)
                            .mapToObj(SyntheticNin::number)
                            .toList()));
            first += PATIENTS;
        }
        sandbox.helsenorge().everyoneElse(fnr -> fnr.charAt(4) < '5' ? Citizen.ACTIVE : Citizen.INACTIVE);
        // The installation's client may have people log in for PHR.
        sandbox.helseId().addScopes(Set.of(PhrSandbox.SEARCH_SCOPE, PhrSandbox.DOCUMENT_SCOPE));
        var documented = Objects.requireNonNull(patients.get("310000035"));
        for (int i = 0; i < DOCUMENTS; i++) {
            sandbox.phr().add(documented.get(i), PhrDocument.pdf(i + 1));
        }
        sandbox.kjernejournal().everyoneElse(fnr -> HealthRecord.of(1 + fnr.charAt(10) % 3));
        changeNonLocals();
    }

    /** The three lists as one CSV file. */
    String patientLists() {
        var csv = new StringBuilder("orgnr;fnr\n");
        patients.forEach((orgnr, numbers) -> numbers.forEach(
                number -> csv.append(orgnr).append(';').append(number).append('\n')));
        return csv.toString();
    }

    void firstEvents() {
        patients.forEach((orgnr, numbers) -> {
            for (int i = 0; i < EVENTS; i++) {
                sandbox.jft().add(orgnr, events.any(numbers.get(i * 2), i));
            }
            // Somebody whom the municipality does not have on its list yet.
            sandbox.jft().add(orgnr, events.composition(SyntheticNin.number(900_000)));
        });
    }

    /** A nurse journals what has come in and is not journaled yet; returns how many events. */
    int ehrJournals(int atMost) {
        return ehr.sql("""
                        select ajour.mark_journaled(event.id, 'note ' || event.id, event.version)
                        from ajour.event
                        join ajour.patient on patient.id = event.patient_id and patient.listed
                        where not exists (select from ajour.acknowledgement where event_id = event.id)
                        order by event.id
                        limit :most
                        """).param("most", atMost).query(String.class).list().size();
    }

    /** Queues events in the EHR of Fjordvik; returns how many. */
    int ehrSubmits(int number) {
        var numbers = Objects.requireNonNull(patients.get(FJORDVIK));
        for (int i = 0; i < number; i++) {
            ehr.sql("select ajour.queue_event(:orgnr, :reference, :event::jsonb, 'Journal 4.2')")
                    .param("orgnr", FJORDVIK)
                    .param("reference", "round " + i)
                    .param("event", events.medicationDispense(numbers.get(i)).toString())
                    .query(Long.class)
                    .single();
        }
        return number;
    }

    /** Asks for a document that PHR has told of; returns its id. */
    long ehrRequestsDocument() {
        return ehr.sql("""
                        select document_id from (
                            select document_id from ajour.document_references
                            where document_id not in (
                                select document_id from ajour.documents where state is not null)
                            order by document_id limit 1) as one
                        where ajour.request_document(document_id) = 'requested'
                        """).query(Long.class).single();
    }

    /** What an EHR reads of a document. */
    String document(long id) {
        return ehr.sql("""
                        select concat_ws(', ', state, content_type, content_length || ' bytes',
                                         '"' || convert_from(content, 'utf8') || '"')
                        from ajour.documents where document_id = :id
                        """).param("id", id).query(String.class).single();
    }

    /** A file with one new patient: the one whom an event was about. */
    String newPatient() {
        return "orgnr,fnr\n310000019," + SyntheticNin.number(900_000) + "\n";
    }

    void secondDay() {
        patients.forEach((orgnr, numbers) -> {
            for (int i = 0; i < 40; i++) {
                sandbox.helsenorge().change(numbers.get(i), new Citizen(true, i % 2 == 0, false));
            }
            for (int i = 0; i < 50; i++) {
                sandbox.jft().add(orgnr, events.any(numbers.get(i), i));
            }
            // Late: updated three minutes ago, visible only now.
            sandbox.jft()
                    .add(orgnr, events.document(numbers.get(7)), Instant.now().minus(Duration.ofMinutes(3)));
            // Repeated: updated in JFT, with the same content.
            sandbox.jft().versions(orgnr).stream().limit(5).forEach(version -> sandbox.jft()
                    .touch(orgnr, version.type(), version.id()));
        });
        sandbox.jft()
                .addRaw(
                        "310000019",
                        "Composition",
                        "00000000-0000-4000-8000-00000000dead",
                        Instant.now(),
                        "{\"resourceType\":\"Composition\",\"status\":\"final\"}");
        changeNonLocals();
    }

    private void changeNonLocals() {
        sandbox.helsenorge().changed(() -> SyntheticNin.numbers(SyntheticNin.Kind.PLUS_80, FIRST_NON_LOCAL, NON_LOCAL));
    }
}
