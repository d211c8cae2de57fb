package no.ajour.journal;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import no.ajour.failure.TryLater;
import no.ajour.run.FetchAhead;
import no.ajour.run.InFlight;
import no.ajour.tenant.Tenant;

/**
 * The walks of one run, one for each type, side by side: each type's pages come one after the other, but no type waits
 * for another, nor ends with another's failure.
 */
final class EventWalks {
    private final JftSearches searches;
    private final JournalSettings settings;

    EventWalks(JftSearches searches, JournalSettings settings) {
        this.searches = searches;
        this.settings = settings;
    }

    /**
     * The pages of walks.
     *
     * @param walks asked for before the first request: an interrupt while walking must not meet a query, whose connection
     *     it would break
     */
    FetchAhead.Source<Page> of(Tenant tenant, Supplier<List<Walk>> walks) {
        return sink -> {
            var failures = new ConcurrentLinkedQueue<RuntimeException>();
            InFlight.each(
                    walks.get().iterator(),
                    settings.walksAtOnce(),
                    walk -> {
                        try {
                            walk(tenant, walk, sink);
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

    private void walk(Tenant tenant, Walk walk, FetchAhead.Sink<Page> sink) {
        try {
            searches.walk(walk.type(), tenant).into(sink, walk);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryLater("Stopped in the search of " + walk.type().resourceType() + "; run again to go on.");
        }
    }
}
