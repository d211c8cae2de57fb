package no.ajour.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import no.ajour.fhir.Searchset;
import no.ajour.fhir.SearchsetReader;
import no.ajour.http.Api;
import no.ajour.run.DeadLetter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks JFT for events by their ids. Its documents do not mention such a search. That it takes none shows in a refusal, or
 * in events that were not asked for, since FHIR lets a server ignore a parameter; nothing of such an answer is used.
 */
final class IdSearch {
    /** How many ids are asked for at a time. */
    static final int MOST = 20;

    private static final Logger log = LoggerFactory.getLogger(IdSearch.class);
    // Enough for empty pages between the events, and an end to it.
    private static final int LONGEST = 3 * MOST;

    private final EventType type;
    private final Api api;
    private final SearchRequests requests;
    private final EntriesReader reader;
    private final JournalSettings settings;
    private volatile boolean taken = true;

    IdSearch(EventType type, Api api, SearchRequests requests, EntriesReader reader, JournalSettings settings) {
        this.type = type;
        this.api = api;
        this.requests = requests;
        this.reader = reader;
        this.settings = settings;
    }

    /**
     * What JFT has of these events; those that it does not have are not in it.
     *
     * @param ids at most {@link #MOST}, none of which can be a person's number
     * @return empty if JFT takes no such search
     * @throws no.ajour.failure.TryLater if there was no answer
     */
    Optional<Entries> find(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Optional.of(new Entries(type, List.of(), List.of(), 0));
        }
        var asked = ids.stream().map(id -> RecordName.of(type, id)).collect(Collectors.toSet());
        var events = new ArrayList<Event>();
        var letters = new ArrayList<DeadLetter>();
        int warnings = 0;
        var request = requests.byId(ids);
        for (int pages = 0; taken && pages < LONGEST; pages++) {
            Searchset searchset;
            try (var response = api.send(request)) {
                if (response.status() >= 300) {
                    return none("answered " + response.status());
                }
                searchset = SearchsetReader.read(
                        response.bytes(settings.largestPage().toBytes()));
            }
            var page = reader.read(searchset.entries());
            if (!page.records().allMatch(asked::contains)) {
                return none("gave others too");
            }
            events.addAll(page.events());
            letters.addAll(page.letters());
            warnings += page.warnings();
            if (searchset.next() == null || events.size() + letters.size() >= ids.size()) {
                break;
            }
            request = requests.following(requests.absolute(searchset.next()));
        }
        return taken
                ? Optional.of(new Entries(type, List.copyOf(events), List.copyOf(letters), warnings))
                : Optional.empty();
    }

    private Optional<Entries> none(String how) {
        taken = false;
        log.info("JFT was asked for {} by id and {}; it is not asked so again in this run", type.resourceType(), how);
        return Optional.empty();
    }
}
