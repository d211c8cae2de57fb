package no.ajour.outgoing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import no.ajour.failure.TryLater;
import no.ajour.http.Timing;
import no.ajour.run.FetchAhead;
import no.ajour.tenant.Tenant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of events whose answer was lost: one search for each type, of everything that JFT has got since
 * the first of them was claimed. What is not there when it has had time to arrive never arrived.
 */
final class Lookups {
    private static final Logger log = LoggerFactory.getLogger(Lookups.class);

    private final OutgoingTable table;
    private final EventSearch search;
    private final OutgoingSettings settings;
    private final Timing timing;

    Lookups(OutgoingTable table, EventSearch search, OutgoingSettings settings, Timing timing) {
        this.table = table;
        this.search = search;
        this.settings = settings;
        this.timing = timing;
    }

    FetchAhead<List<EventAnswer>> reader(Tenant tenant) {
        return new FetchAhead<>(OutgoingEventsJob.NAME + "-look-up", 1, sink -> {
            var byType = table.unsure(tenant).stream()
                    .collect(Collectors.groupingBy(OutgoingEvent::resourceType, TreeMap::new, Collectors.toList()));
            for (var type : byType.entrySet()) {
                if (sink.stopped()) {
                    return;
                }
                var answers = lookUp(tenant, type.getKey(), type.getValue());
                for (int i = 0; i < answers.size(); i += settings.chunkSize()) {
                    sink.put(List.copyOf(answers.subList(i, Math.min(answers.size(), i + settings.chunkSize()))));
                }
            }
        });
    }

    private List<EventAnswer> lookUp(Tenant tenant, String type, List<OutgoingEvent> events) {
        // Before the search: what it does not hold then had this long to arrive.
        var begun = timing.instant();
        var since = events.stream()
                .map(OutgoingEvent::since)
                .min(Comparator.naturalOrder())
                .orElseThrow()
                .minus(settings.clockMargin());
        Map<String, Set<String>> found;
        Set<String> taken;
        try {
            found = search.find(
                    tenant,
                    type,
                    since,
                    events.stream()
                            .map(OutgoingEvent::stableKey)
                            .filter(Objects::nonNull)
                            .collect(Collectors.toSet()));
            taken = new HashSet<>(table.taken(
                    tenant, found.values().stream().flatMap(Set::stream).toList()));
        } catch (TryLater e) {
            log.info("{} cannot be looked for at JFT now: {}", events.size() + " outgoing events", e.getMessage());
            var none = new Outcome.NoAnswer(String.valueOf(e.getMessage()));
            return events.stream()
                    .map(event -> new EventAnswer(event, none, timing.instant()))
                    .toList();
        }
        var answers = new ArrayList<EventAnswer>();
        for (var event : events) {
            answers.add(new EventAnswer(event, outcome(event, found, taken, begun), timing.instant()));
        }
        return answers;
    }

    private Outcome outcome(OutgoingEvent event, Map<String, Set<String>> found, Set<String> taken, Instant begun) {
        var ids = found.getOrDefault(String.valueOf(event.stableKey()), Set.of()).stream()
                .filter(id -> !taken.contains(id) && !event.failedIds().contains(id))
                .toList();
        if (!ids.isEmpty()) {
            if (ids.size() > 1) {
                log.warn(
                        "JFT has {} {} times: an answer came later than ajour.jobs.outgoing-events.settle-time. Ask JFT's"
                                + " owner to remove {}",
                        event.record(),
                        ids.size(),
                        ids.subList(1, ids.size()));
            }
            taken.addAll(ids);
            return new Outcome.Found(ids.getFirst());
        }
        return new Outcome.NotFound(
                then(event, begun),
                "unclear",
                "The event was sent, the answer was lost, and no search at JFT finds it. ajour dead-letters retry looks"
                        + " once more and sends it again, ajour dead-letters discard gives it up.");
    }

    private Outcome.Then then(OutgoingEvent event, Instant begun) {
        if (event.age(begun).compareTo(settings.settleTime()) < 0) {
            return Outcome.Then.WAIT;
        }
        boolean again = event.resend()
                || (settings.notFound() == OutgoingSettings.NotFound.SEND_AGAIN
                        // What was answered 202 is JFT's to find.
                        && event.state() == OutgoingState.SENDING
                        && event.attempts() < settings.mostSends());
        return again ? Outcome.Then.SEND_AGAIN : Outcome.Then.ASK;
    }
}
