package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.Citizen;
import no.ajour.testing.SideBySide;

/** The sandbox's book against the tables. Persons are named by {@code patient.id}. */
final class BothBooks {
    private final World world;
    // Of assertions, proofs and tokens.
    private static final Pattern TIME =
            Pattern.compile("exp has passed|exp is too far ahead|iat is|nbf is|expired \\d+ seconds ago");

    private final DocumentBooks documents;
    private boolean clocksDiffer;

    BothBooks(World world) {
        this.world = world;
        this.documents = new DocumentBooks(world);
    }

    /** From now on no request is blamed for being too old or from the future, as those of a process are that stood still. */
    BothBooks whereClocksDiffer() {
        clocksDiffer = true;
        return this;
    }

    /** What must hold at any moment, also when a process has just been killed. */
    void hold() {
        watermarksStandForStoredEvents();
        offsetStandsForRequests();
        acknowledgementsAreOfClaimedEvents();
        submissionsAreOfClaimedEvents();
        indicatorsAreWhatKjernejournalTold();
        documents.hold();
    }

    /** What must hold when a run has ended well, and is enough to go on. */
    void agree(Job job) {
        hold();
        nothingIsLeftRunning();
        if (job == Job.OUTGOING_EVENTS) {
            // What was submitted comes back.
            world.finish(Job.JOURNAL_EVENTS);
        }
        assertThat(world.sandbox().book().violations().stream()
                        .filter(violation ->
                                !clocksDiffer || !TIME.matcher(violation).find())
                        .toList())
                .as("requests that broke a protocol")
                .isEmpty();
        assertThat(new SideBySide(world.sandbox(), world.database(), Set.copyOf(world.tenants()))
                        .differences().stream()
                                .filter(row -> !row.what().equals(SideBySide.VIOLATIONS))
                                .toList())
                .as("rows of both books that differ")
                .isEmpty();
        switch (job) {
            case DIGITAL_ACTIVE -> everyStatusIsTheNewest();
            case JOURNAL_EVENTS -> everyEventIsStored();
            case ACKNOWLEDGEMENTS, OUTGOING_EVENTS -> {}
            case HEALTH_INDICATORS -> everyoneHasAnIndicator();
            case DOCUMENT_REFERENCES -> documents.agree();
        }
    }

    /** Nothing is left as running: no run, no execution of Spring Batch, no lease. */
    void nothingIsLeftRunning() {
        assertThat(
                        strings(
                                "select 'run ' || id || ' of ' || job || ', ' || tenant from ajour.run where state = 'running'"))
                .as("runs left as running")
                .isEmpty();
        assertThat(strings("""
                        select 'job execution ' || job_execution_id || ' ' || status from batch.batch_job_execution
                        where status in ('STARTED', 'STARTING', 'STOPPING')
                        union all
                        select 'step execution ' || step_execution_id || ' ' || step_name || ' ' || status
                        from batch.batch_step_execution
                        where status in ('STARTED', 'STARTING', 'STOPPING')
                        """))
                .as("executions of Spring Batch left as running")
                .isEmpty();
        assertThat(strings("select job || ', ' || tenant || ': ' || holder from ajour.lease where holder is not null"))
                .as("leases left held")
                .isEmpty();
    }

    // A watermark stands for every event up to it.
    private void watermarksStandForStoredEvents() {
        for (var tenant : world.tenants()) {
            var stored = stored(tenant);
            var versions = world.sandbox().jft().versions(tenant);
            watermarks(tenant).forEach((type, watermark) -> assertThat(versions.stream()
                            .filter(version -> version.type().equals(type)
                                    && !version.lastUpdated().isAfter(watermark)
                                    && isNewer(version, stored))
                            .toList())
                    .as("%s up to the watermark of %s that are not stored", type, tenant)
                    .isEmpty());
        }
    }

    private void everyEventIsStored() {
        for (var tenant : world.tenants()) {
            var stored = stored(tenant);
            assertThat(world.sandbox().jft().versions(tenant).stream()
                            .filter(version -> isNewer(version, stored))
                            .toList())
                    .as("events of %s that are not stored", tenant)
                    .isEmpty();
        }
    }

    private static boolean isNewer(Book.Version version, Map<String, Instant> stored) {
        var have = stored.get(version.type() + "/" + version.id());
        return have == null || version.lastUpdated().isAfter(have);
    }

    private Map<String, Instant> stored(String tenant) {
        var stored = new HashMap<String, Instant>();
        world.database()
                .sql("""
                        select resource_type || '/' || resource_id, last_updated
                        from ajour.event join ajour.tenant on tenant.id = tenant_id where orgnr = :tenant
                        """)
                .param("tenant", tenant)
                .query((row, number) ->
                        stored.put(row.getString(1), row.getTimestamp(2).toInstant()))
                .list();
        return stored;
    }

    private Map<String, Instant> watermarks(String tenant) {
        var watermarks = new HashMap<String, Instant>();
        world.database()
                .sql("""
                        select name, value from ajour.position
                        where job = 'journal-events' and tenant = :tenant
                          and name in ('Bundle', 'Composition', 'MedicationDispense')
                        """)
                .param("tenant", tenant)
                .query((row, number) -> watermarks.put(row.getString(1), Instant.parse(row.getString(2))))
                .list();
        return watermarks;
    }

    // The offset stands for changes that are refreshed, or asked for.
    private void offsetStandsForRequests() {
        var offset = world.database()
                .sql("select value from ajour.position where job = 'digital-active' and name = 'offset'")
                .query(String.class)
                .optional()
                .map(Instant::parse)
                .orElse(Instant.MIN);
        assertThat(patients().stream()
                        .filter(patient -> !patient.requested() && !patient.neverAsked())
                        .filter(patient -> !world.changed()
                                .getOrDefault(patient.nin(), Instant.MAX)
                                .isAfter(offset))
                        .filter(patient -> !patient.status().equals(world.status(patient.nin())))
                        .map(Patient::id)
                        .toList())
                .as("patients who changed before the offset, and are neither refreshed nor asked for")
                .isEmpty();
    }

    private void everyStatusIsTheNewest() {
        assertThat(patients().stream()
                        .filter(patient ->
                                patient.requested() || !patient.status().equals(world.status(patient.nin())))
                        .map(Patient::id)
                        .toList())
                .as("patients without their newest status")
                .isEmpty();
        assertThat(world.count("select count(*) from ajour.patient where listed"))
                .isEqualTo(world.count("select count(*) from ehr.patient"));
    }

    private void indicatorsAreWhatKjernejournalTold() {
        var asked = world.sandbox().book().indicatorsAsked().stream()
                .map(Book.IndicatorAsked::fnr)
                .collect(Collectors.toSet());
        assertThat(world.database()
                        .sql("""
                                select p.id, p.nin, h.status, a.asked_at is not null as noted
                                from ajour.health_indicator h
                                join ajour.patient p on p.id = h.patient_id
                                left join ajour.asked a on a.patient_id = p.id and a.job = 'health-indicators'
                                """)
                        .query((row, number) -> asked.contains(row.getString("nin"))
                                        && row.getBoolean("noted")
                                        && row.getInt("status")
                                                == World.healthRecord(row.getString("nin"))
                                                        .status()
                                ? "as told"
                                : "patient " + row.getLong("id"))
                        .list())
                .as("indicators that Kjernejournal did not tell, or that are not noted as asked for")
                .allMatch("as told"::equals);
    }

    private void everyoneHasAnIndicator() {
        assertThat(strings("""
                        select 'patient ' || p.id from ajour.patient p
                        where p.listed and not exists (
                            select from ajour.health_indicator h where h.patient_id = p.id)
                        union all
                        select 'request for patient ' || patient_id from ajour.refresh_request
                        where job = 'health-indicators'
                        """)).as("patients without an indicator").isEmpty();
    }

    private record Patient(long id, String nin, boolean requested, boolean neverAsked, Citizen status) {}

    private List<Patient> patients() {
        return world.database()
                .sql("""
                        select id, nin,
                               exists (select from ajour.refresh_request
                                       where patient_id = patient.id and job = 'digital-active'),
                               -- Or not since they came back to the list.
                               digital_active.patient_id is null or listed_at > digital_active.synced_at, active_self, active_via_others, proxy_granted
                        from ajour.patient
                        left join ajour.digital_active on patient_id = patient.id
                        where listed
                        """)
                .query((row, number) -> new Patient(
                        row.getLong(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        new Citizen(row.getBoolean(5), row.getBoolean(6), row.getBoolean(7))))
                .list();
    }

    private void acknowledgementsAreOfClaimedEvents() {
        var claimed = Set.copyOf(strings("""
                        select orgnr || ' ' || resource_type || '/' || resource_id
                        from ajour.acknowledgement a
                        join ajour.event on event.id = event_id
                        join ajour.tenant on tenant.id = event.tenant_id
                        where a.state in ('sending', 'accepted', 'confirmed') and a.reference is not null
                        """));
        var received = world.sandbox().book().acknowledgements().stream()
                .map(entry -> entry.tenant() + " " + entry.type() + "/" + entry.id())
                .toList();
        assertThat(received)
                .as("acknowledgements that JFT received")
                .doesNotHaveDuplicates()
                .allMatch(claimed::contains, "are of events that were claimed first");
    }

    // Every event has one identifier, its own or ours; one that came twice was sent twice.
    private void submissionsAreOfClaimedEvents() {
        assertThat(world.sandbox().book().submissions().stream()
                        .flatMap(entry -> entry.identifiers().stream())
                        .toList())
                .as("events that were submitted to JFT")
                .doesNotHaveDuplicates();
        var held = world.sandbox().book().submissions().stream()
                .map(entry -> entry.type() + "/" + entry.id())
                .collect(Collectors.toSet());
        assertThat(strings("""
                        select resource_type || '/' || resource_id from ajour.outgoing_event
                        where state in ('accepted', 'registered') and resource_id is not null
                        """))
                .as("events that JFT is said to have")
                .allMatch(held::contains)
                .doesNotHaveDuplicates();
    }

    private List<String> strings(String sql) {
        return world.database().sql(sql).query(String.class).list();
    }
}
