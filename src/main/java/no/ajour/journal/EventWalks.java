package no.ajour.journal;

import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.Apis;
import no.ajour.patient.NumberGuard;
import no.ajour.position.Position;
import no.ajour.position.Positions;
import no.ajour.run.FetchAhead;
import no.ajour.run.InFlight;
import no.ajour.run.Run;
import no.ajour.tenant.Tenant;

/**
 * The walks of one run, one for each type, side by side: each type's pages come one after the other, but no type waits
 * for another, nor ends with another's failure.
 */
final class EventWalks {
    private final Apis apis;
    private final Positions positions;
    private final PatientFinder patients;
    private final JournalSettings settings;
    private final InstantSource clock;

    EventWalks(Apis apis, Positions positions, NumberGuard guard, JournalSettings settings, InstantSource clock) {
        this.apis = apis;
        this.positions = positions;
        this.patients = new PatientFinder(guard);
        this.settings = settings;
        this.clock = clock;
    }

    FetchAhead.Source<Page> of(Run run, Tenant tenant) {
        return sink -> {
            // All read before the first request: an interrupt while walking must not meet a query, whose connection it
            // would break.
            var watermarks = new EnumMap<EventType, Watermark>(EventType.class);
            settings.types().forEach(type -> watermarks.put(type, watermark(run, type)));
            var failures = new ConcurrentLinkedQueue<RuntimeException>();
            InFlight.each(
                    watermarks.entrySet().iterator(),
                    settings.walksAtOnce(),
                    walk -> {
                        try {
                            walk(run, tenant, walk.getKey(), walk.getValue(), sink);
                        } catch (RuntimeException e) {
                            failures.add(e);
                        }
                        return walk;
                    },
                    walked -> {},
                    sink::stopped);
            var first = failures.poll();
            if (first != null) {
                failures.forEach(first::addSuppressed);
                throw first;
            }
        };
    }

    private void walk(Run run, Tenant tenant, EventType type, Watermark watermark, FetchAhead.Sink<Page> sink) {
        var api = apis.get("jft-read");
        var requests = new SearchRequests(type, tenant, api.properties().requiredBaseUrl(), settings);
        var reader = new EventReader(
                type, tenant, patients, settings.largestResource().toBytes());
        try {
            new SearchWalk(type, api, requests, reader, settings, clock).into(sink, watermark, run.full());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryLater("Stopped in the search of " + type.resourceType() + "; run again to go on.");
        }
    }

    private Watermark watermark(Run run, EventType type) {
        var stored =
                positions.find(run.job(), run.tenant(), type.resourceType()).map(Position::value);
        try {
            return stored.map(Watermark::at).orElseGet(Watermark::none);
        } catch (DateTimeParseException e) {
            throw new WrongInstallation("The position of " + type.resourceType() + " in ajour.position for " + run.job()
                    + " and " + run.tenant() + " is no time. Correct it, or delete it to read everything again.");
        }
    }
}
