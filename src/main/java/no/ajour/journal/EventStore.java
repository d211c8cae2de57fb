package no.ajour.journal;

import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.ajour.journal.Subject.Found;
import no.ajour.journal.Subject.Unmatched;
import no.ajour.patient.Nin;
import no.ajour.patient.PatientList;
import no.ajour.patient.TenantRegistry;
import no.ajour.run.DeadLetters;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stores what was received in the caller's transaction: events, persons met in them, dead letters. */
final class EventStore {
    private final JdbcClient jdbc;
    private final TenantRegistry tenants;
    private final PatientList patients;
    private final DeadLetters deadLetters;
    private final InstantSource clock;

    EventStore(
            JdbcClient jdbc,
            TenantRegistry tenants,
            PatientList patients,
            DeadLetters deadLetters,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.tenants = tenants;
        this.patients = patients;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    /** Stores a page of a walk. */
    void store(Run run, Tenant tenant, Page page, Tally tally) {
        tally.add(Line.PAGES, 1);
        store(run, tenant, page.entries(), tally);
    }

    void store(Run run, Tenant tenant, Entries entries, Tally tally) {
        var events = newestOfEach(entries.events());
        tally.add(Line.RECEIVED, entries.received())
                .add(Line.WARNINGS, entries.warnings())
                .add(Line.REPEATED, entries.events().size() - events.size());
        if (!events.isEmpty()) {
            write(run, tenant, entries.type(), List.copyOf(events), tally);
            deadLetters.resolve(run, events.stream().collect(Collectors.toMap(Event::record, Event::lastUpdated)));
        }
        // After the resolving: where a page has a good and a bad copy of one event, a person must look.
        int discarded = deadLetters.add(run, entries.letters());
        tally.add(Line.DEAD, entries.letters().size() - discarded).add(Line.DISCARDED, discarded);
    }

    // One statement can write a row once only.
    private static Collection<Event> newestOfEach(List<Event> events) {
        var newest = new LinkedHashMap<String, Event>();
        for (var event : events) {
            newest.merge(
                    event.id(), event, (one, other) -> one.lastUpdated().isAfter(other.lastUpdated()) ? one : other);
        }
        return newest.values();
    }

    private void write(Run run, Tenant tenant, EventType type, List<Event> events, Tally tally) {
        record Became(Line line, long events, long matched) {}
        var persons = persons(run, tenant, events);
        jdbc.sql(EventSql.STORE)
                .param("tenant", tenants.id(tenant))
                .param("type", type.resourceType())
                .param("now", Timestamp.from(clock.instant()))
                .param("run", run.id())
                .param("ids", texts(events, Event::id))
                .param("times", texts(events, event -> event.lastUpdated().toString()))
                .param("digests", texts(events, Event::contentDigest))
                .param(
                        "patients",
                        events.stream().map(event -> person(event, persons)).toArray(Long[]::new))
                .param("unmatched", texts(events, EventStore::unmatched))
                .param("systems", texts(events, event -> event.origin().system()))
                .param("clientIds", texts(events, event -> event.origin().clientId()))
                .param("clientNames", texts(events, event -> event.origin().clientName()))
                .param("orgnrs", texts(events, event -> event.origin().parentOrgnr()))
                .param("texts", texts(events, Event::resource))
                .query((row, number) -> new Became(Line.valueOf(row.getString(1)), row.getLong(2), row.getLong(3)))
                .list()
                .forEach(became -> {
                    tally.add(became.line(), became.events());
                    if (became.line() == Line.ADDED) {
                        tally.add(Line.MATCHED, became.matched())
                                .add(Line.UNMATCHED, became.events() - became.matched());
                    }
                });
    }

    private Map<Nin, Long> persons(Run run, Tenant tenant, List<Event> events) {
        var numbers = new ArrayList<Nin>();
        for (var event : events) {
            if (event.subject() instanceof Found found) {
                numbers.add(found.nin());
            }
        }
        return patients.personIds(tenant, numbers, run.id());
    }

    private static @Nullable Long person(Event event, Map<Nin, Long> persons) {
        return switch (event.subject()) {
            case Found found -> persons.get(found.nin());
            case Unmatched unmatched -> null;
        };
    }

    private static @Nullable String unmatched(Event event) {
        return switch (event.subject()) {
            case Found found -> null;
            case Unmatched unmatched -> unmatched.code();
        };
    }

    private static @Nullable String[] texts(List<Event> events, Function<Event, @Nullable String> column) {
        return events.stream().map(column).toArray(String[]::new);
    }
}
