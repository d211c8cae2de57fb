package no.ajour.journal;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.regex.Pattern;
import no.ajour.failure.TryLater;
import no.ajour.http.Api;
import no.ajour.http.ApiResponse;
import no.ajour.run.DeadLetter;
import no.ajour.run.FetchAhead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks through all events of one type, page after page, from the watermark on. Only a missing {@code next} link ends a
 * walk: short and empty pages with one are normal. When JFT says that its cursor has expired, the walk begins again; what
 * was stored until then is found unchanged.
 */
final class SearchWalk {
    private static final Logger log = LoggerFactory.getLogger(SearchWalk.class);
    private static final int GONE = 410;
    // How a 400 or 404 says so is not documented.
    private static final Pattern EXPIRED = Pattern.compile("(?i)expired|cursor|utl[oø]p");

    private final EventType type;
    private final Api api;
    private final SearchRequests requests;
    private final EventReader reader;
    private final JournalSettings settings;
    private final InstantSource clock;

    SearchWalk(
            EventType type,
            Api api,
            SearchRequests requests,
            EventReader reader,
            JournalSettings settings,
            InstantSource clock) {
        this.type = type;
        this.api = api;
        this.requests = requests;
        this.reader = reader;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param watermark moved by the last page
     * @param full whether to walk through everything there is, instead of what is new since the watermark
     * @throws TryLater if the walk did not come to its end
     */
    void into(FetchAhead.Sink<Page> sink, Watermark watermark, boolean full) throws InterruptedException {
        for (int restarts = 0; !walk(sink, watermark, full); restarts++) {
            if (restarts == settings.walkRestarts()) {
                throw new TryLater("JFT's cursor for " + type.resourceType() + " expired " + (restarts + 1)
                        + " times before the last page. The watermark stays; run again when JFT answers faster, or"
                        + " lower ajour.jobs.journal-events.page-size.");
            }
            log.info("JFT's cursor for {} has expired; the walk begins again", type.resourceType());
        }
    }

    /** Returns false if the cursor expired; true at the end, or where a stop ends it early. */
    private boolean walk(FetchAhead.Sink<Page> sink, Watermark watermark, boolean full) throws InterruptedException {
        var followed = new HashSet<String>();
        var request = requests.first(full ? null : watermark.old());
        for (int pages = 0; pages < settings.longestWalk(); pages++) {
            Searchset searchset;
            try (var response = api.send(request)) {
                if (isExpired(response)) {
                    return false;
                }
                var serverTime = response.serverTime();
                watermark.answeredAt(serverTime == null ? clock.instant() : serverTime);
                searchset = SearchsetReader.read(
                        response.bytes(settings.largestPage().toBytes()));
            }
            var next = searchset.next();
            sink.put(page(searchset, watermark));
            if (next == null || sink.stopped()) {
                return true;
            }
            if (!followed.add(next)) {
                throw new TryLater("JFT's next links for " + type.resourceType() + " lead in a circle after "
                        + (pages + 1) + " pages. The watermark stays; run again, and ask NHN if it repeats.");
            }
            request = requests.following(next);
        }
        throw new TryLater("The search of " + type.resourceType() + " has more than " + settings.longestWalk()
                + " pages and was given up. The watermark stays; raise ajour.jobs.journal-events.longest-walk if there"
                + " are that many events.");
    }

    private boolean isExpired(ApiResponse response) {
        int status = response.status();
        if (status < 300) {
            return false;
        }
        var error = response.error();
        if (status == GONE || EXPIRED.matcher(error.phrase()).find()) {
            return true;
        }
        throw new TryLater("JFT answered " + status + " to the next link that it gave itself for " + type.resourceType()
                + ": " + error.phrase() + ". The watermark stays; run again.");
    }

    private Page page(Searchset searchset, Watermark watermark) {
        var events = new ArrayList<Event>();
        var letters = new ArrayList<DeadLetter>();
        int warnings = 0;
        for (var entry : searchset.entries()) {
            switch (reader.read(entry)) {
                case EntryRead.Stored stored -> {
                    watermark.saw(stored.event().lastUpdated());
                    events.add(stored.event());
                }
                case EntryRead.Dead dead -> {
                    if (dead.letter().version() != null) {
                        watermark.saw(dead.letter().version());
                    }
                    letters.add(dead.letter());
                }
                case EntryRead.Warning warning -> {
                    if (warning.failed()) {
                        throw new TryLater("JFT says that its own answer to the search of " + type.resourceType()
                                + " is not whole (issue codes: " + warning.codes() + "). The watermark stays; run"
                                + " again.");
                    }
                    warnings++;
                    log.warn(
                            "JFT gave a warning with its answer to the search of {} (issue codes: {}); the answer may"
                                    + " be incomplete. Ask NHN if it repeats.",
                            type.resourceType(),
                            warning.codes().isEmpty() ? "none" : warning.codes());
                }
            }
        }
        Watermark.@Nullable Move move = searchset.next() == null ? watermark.move() : null;
        return new Page(type, events.size() + letters.size(), events, letters, warnings, move);
    }
}
