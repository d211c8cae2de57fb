package no.ajour.journal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import no.ajour.failure.WrongInstallation;
import no.ajour.run.FetchAhead;
import no.ajour.run.InFlight;
import no.ajour.run.Line;
import no.ajour.run.Remarks;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Fetches the events of one patient again that are stored here. Others of that patient cannot be asked for. */
final class PatientEvents {

    /** Ids of one type. */
    private record Batch(EventType type, List<String> ids) {}

    /**
     * What JFT gave.
     *
     * @param gone names of the events that it does not have any more
     */
    record Fetched(Entries entries, List<String> gone) {}

    private final Steps steps;
    private final EventSteps eventSteps;
    private final JftSearches searches;
    private final EventStore store;
    private final Remarks remarks;
    private final JdbcClient jdbc;
    private final JournalSettings settings;

    PatientEvents(
            Steps steps,
            EventSteps eventSteps,
            JftSearches searches,
            EventStore store,
            Remarks remarks,
            JdbcClient jdbc,
            JournalSettings settings) {
        this.steps = steps;
        this.eventSteps = eventSteps;
        this.searches = searches;
        this.store = store;
        this.remarks = remarks;
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** @param patient {@code patient.id} */
    List<Step> steps(Run run, Tenant tenant, long patient) {
        var gone = new ArrayList<String>();
        return List.of(
                eventSteps.refetch(run, "events", source(tenant, patient), (Fetched fetched, Tally tally) -> {
                    tally.add(Line.PAGES, 1);
                    store.store(run, tenant, fetched.entries(), tally);
                    gone.addAll(fetched.gone());
                }),
                steps.once(run, "remarks", (once, tally) -> remark(run, tenant, patient, gone)));
    }

    private FetchAhead.Source<Fetched> source(Tenant tenant, long patient) {
        return sink -> InFlight.each(
                batches(tenant, patient),
                settings.walksAtOnce(),
                batch -> fetch(batch, tenant, patient),
                sink,
                sink::stopped);
    }

    private Iterator<Batch> batches(Tenant tenant, long patient) {
        var batches = new ArrayList<Batch>();
        for (var type : EventType.values()) {
            var ids = jdbc.sql("""
                            select e.resource_id from ajour.event e join ajour.tenant t on t.id = e.tenant_id
                            where e.patient_id = :patient and t.orgnr = :tenant and e.resource_type = :type
                            order by e.last_updated, e.resource_id
                            """)
                    .param("patient", patient)
                    .param("tenant", tenant.orgnr())
                    .param("type", type.resourceType())
                    .query(String.class)
                    .list();
            for (int from = 0; from < ids.size(); from += IdSearch.MOST) {
                batches.add(new Batch(type, ids.subList(from, Math.min(from + IdSearch.MOST, ids.size()))));
            }
        }
        return batches.iterator();
    }

    private Fetched fetch(Batch batch, Tenant tenant, long patient) {
        var askable = batch.ids().stream().filter(RecordName::isSafe).toList();
        var entries = settings.repairBy() == JournalSettings.RepairBy.PAYLOAD
                ? null
                : searches.byId(batch.type(), tenant).find(askable).orElse(null);
        if (entries == null) {
            throw new WrongInstallation("JFT takes no search by id (or ajour.jobs.journal-events.repair-by says so), so"
                    + " the events of patient " + patient + " cannot be asked for by themselves. Ask for all of them"
                    + " with `ajour resync journal-events --since TIME`, or --all.");
        }
        Set<String> given = entries.records().collect(Collectors.toSet());
        var gone = new LinkedHashSet<String>();
        batch.ids().forEach(id -> gone.add(RecordName.of(batch.type(), id)));
        gone.removeAll(given);
        return new Fetched(entries, List.copyOf(gone));
    }

    private void remark(Run run, Tenant tenant, long patient, List<String> gone) {
        boolean known = jdbc.sql("""
                        select exists (select from ajour.patient p join ajour.tenant t on t.id = p.tenant_id
                                       where p.id = :patient and t.orgnr = :tenant)
                        """)
                .param("patient", patient)
                .param("tenant", tenant.orgnr())
                .query(Boolean.class)
                .single();
        if (!known) {
            return;
        }
        if (!gone.isEmpty()) {
            remarks.add(
                    run,
                    gone.size() + " events of patient " + patient + " were not given by JFT and stay as they are: "
                            + Names.of(gone) + ".");
        }
        remarks.add(
                run,
                "Events of patient " + patient + " that are not stored here cannot be asked for, since JFT documents no"
                        + " search by patient: `ajour audit journal-events` finds what is missing.");
    }
}
