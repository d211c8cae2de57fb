package no.ajour.journal;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import no.ajour.fhir.SearchEntry;
import no.ajour.journal.JournalSettings.RepairBy;
import no.ajour.run.DeadLetters;
import no.ajour.run.DeadLetters.Retried;
import no.ajour.run.FetchAhead;
import no.ajour.run.InFlight;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Handles events once more that became dead letters: as JFT has them now, else as they were received. What is good is
 * stored and its letter closed; what is still bad opens its letter again; a letter of which nothing is to be had any more
 * stays as it was.
 */
final class LetterRetry {
    private static final int AT_ONCE = 20;
    // What was no UTF-8 is kept with this in its place: it is not what was received.
    private static final char REPLACEMENT = '\uFFFD';

    /**
     * A letter, and what is to be had of its event.
     *
     * @param asked whether JFT was asked
     * @param entries null for nothing
     */
    record Retry(Retried letter, boolean asked, @Nullable Entries entries) {
        @Override
        public String toString() {
            return letter.toString();
        }
    }

    private final JftSearches searches;
    private final EventStore store;
    private final DeadLetters letters;
    private final JournalSettings settings;

    LetterRetry(JftSearches searches, EventStore store, DeadLetters letters, JournalSettings settings) {
        this.searches = searches;
        this.store = store;
        this.letters = letters;
        this.settings = settings;
    }

    /** The run's letters, each with its event. */
    FetchAhead.Source<Retry> source(Run run, Tenant tenant) {
        return sink -> {
            var byId = new EnumMap<EventType, IdSearch>(EventType.class);
            for (var type : EventType.values()) {
                byId.put(type, searches.byId(type, tenant));
            }
            InFlight.each(
                    retrying(run), settings.walksAtOnce(), letter -> retry(letter, tenant, byId), sink, sink::stopped);
        };
    }

    private Iterator<Retried> retrying(Run run) {
        return Stream.iterate(
                        letters.retrying(run, 0, AT_ONCE),
                        page -> !page.isEmpty(),
                        page -> letters.retrying(run, page.getLast().id(), AT_ONCE))
                .flatMap(List::stream)
                .filter(letter -> RecordName.type(letter.record()) != null)
                .iterator();
    }

    private Retry retry(Retried letter, Tenant tenant, Map<EventType, IdSearch> byId) {
        var type = requireNonNull(RecordName.type(letter.record()));
        var id = settings.repairBy() == RepairBy.SEARCH ? RecordName.id(letter.record()) : null;
        var found = id == null ? null : find(requireNonNull(byId.get(type)), id);
        return new Retry(letter, id != null, found != null ? found : received(letter, searches.reader(type, tenant)));
    }

    private static @Nullable Entries find(IdSearch search, String id) {
        return search.find(List.of(id))
                .filter(entries -> entries.received() > 0)
                .orElse(null);
    }

    private static @Nullable Entries received(Retried letter, EntriesReader reader) {
        var payload = letter.payload();
        if (payload == null || payload.indexOf(REPLACEMENT) >= 0) {
            return null;
        }
        byte[] json = payload.getBytes(StandardCharsets.UTF_8);
        return reader.read(List.of(
                letter.cause().equals("no-resource") ? SearchEntry.withoutResource(json) : SearchEntry.of(json, null)));
    }

    /** Stores an event and closes its letter, or opens it again. */
    void write(Run run, Tenant tenant, Retry retry, Tally tally) {
        tally.add(Line.PAGES, retry.asked() ? 1 : 0);
        var entries = retry.entries();
        if (entries == null) {
            return;
        }
        store.store(run, tenant, entries, tally);
        // Its name may be another than that of the event, which had no id that could be read.
        var version = entries.newest();
        if (entries.letters().isEmpty() && version != null) {
            letters.resolve(run, Map.of(retry.letter().record(), version));
        }
    }
}
