package no.ajour.journal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.regex.Pattern;
import no.ajour.failure.TryLater;
import no.ajour.fhir.Searchset;
import no.ajour.fhir.SearchsetReader;
import no.ajour.http.Api;
import no.ajour.http.ApiRequest;
import no.ajour.http.ApiResponse;
import no.ajour.run.FetchAhead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks through the events of one type, page after page. Only a missing {@code next} link ends a walk: short and empty
 * pages with one are normal. When JFT says that its cursor has expired, the walk begins again; what was stored until then
 * is found unchanged. So it does with smaller pages when one is more than may be held in memory.
 */
final class SearchWalk {
    private static final Logger log = LoggerFactory.getLogger(SearchWalk.class);
    private static final int GONE = 410;
    // Where JFT is left to say how many events a page has.
    private static final int LARGE_PAGE = 64;
    // How a 400 or 404 says so is not documented.
    private static final Pattern EXPIRED = Pattern.compile("(?i)expired|cursor|utl[oø]p");

    /** How a walk ends. */
    private enum End {
        /** At the last page, or where a stop ends it early. */
        REACHED,
        /** JFT does not know the cursor any more. */
        EXPIRED,
        /** A page is larger than may be held. */
        TOO_LARGE
    }

    private final EventType type;
    private final Api api;
    private final SearchRequests requests;
    private final EntriesReader reader;
    private final JournalSettings settings;
    private final InstantSource clock;

    SearchWalk(
            EventType type,
            Api api,
            SearchRequests requests,
            EntriesReader reader,
            JournalSettings settings,
            InstantSource clock) {
        this.type = type;
        this.api = api;
        this.requests = requests;
        this.reader = reader;
        this.settings = settings;
        this.clock = clock;
    }

    /** @throws TryLater if the walk did not come to its end */
    void into(FetchAhead.Sink<Page> sink, Walk walk) throws InterruptedException {
        if (goesOn(sink, walk.unfinished())) {
            return;
        }
        int pageSize = settings.pageSize();
        int restarts = 0;
        End end;
        while ((end = pages(sink, requests.first(walk, pageSize), null)) != End.REACHED) {
            if (end == End.TOO_LARGE) {
                pageSize = smaller(pageSize);
            } else {
                countRestart(restarts++);
            }
        }
    }

    private void countRestart(int restarts) {
        if (restarts == settings.walkRestarts()) {
            throw new TryLater("JFT's cursor for " + type.resourceType() + " expired " + (restarts + 1)
                    + " times before the last page. The watermark stays; run again when JFT answers faster, or"
                    + " lower ajour.jobs.journal-events.page-size.");
        }
        log.info("JFT's cursor for {} has expired; the walk begins again", type.resourceType());
    }

    private int smaller(int pageSize) {
        if (pageSize == 1) {
            throw new TryLater("A page of " + type.resourceType() + " with one event is larger than "
                    + settings.largestPage().toBytes() + " bytes. The watermark stays; if JFT has such events, raise"
                    + " ajour.jobs.journal-events.largest-page, and the memory with it.");
        }
        int smaller = pageSize == 0 ? LARGE_PAGE : pageSize / 2;
        log.info(
                "A page of {} is larger than ajour.jobs.journal-events.largest-page; the walk begins again with {} events"
                        + " a page. Lower page-size if this repeats",
                type.resourceType(),
                smaller);
        return smaller;
    }

    private boolean goesOn(FetchAhead.Sink<Page> sink, @Nullable Progress unfinished) throws InterruptedException {
        var link = unfinished == null ? null : unfinished.next();
        if (link == null || !requests.leadsHome(link)) {
            return false;
        }
        log.info("The walk through {} that a run before this one did not end goes on", type.resourceType());
        var end = pages(sink, requests.resuming(link), unfinished);
        if (end == End.EXPIRED) {
            log.info("JFT does not know its cursor for {} any more; the walk begins again", type.resourceType());
        }
        return end == End.REACHED;
    }

    private End pages(FetchAhead.Sink<Page> sink, ApiRequest first, @Nullable Progress before)
            throws InterruptedException {
        var followed = new HashSet<String>();
        var progress = before;
        // The next page is asked for as soon as its link is known, and comes while this one is read and stored.
        try (var ahead = new Lookahead<Fetched>("search of " + type.resourceType())) {
            ahead.begin(() -> fetch(first, true));
            for (int pages = 1; pages <= settings.longestWalk(); pages++) {
                var fetched = ahead.end();
                var searchset = fetched.searchset();
                if (searchset == null) {
                    return fetched.end();
                }
                var next = searchset.next() == null ? null : requests.absolute(searchset.next());
                boolean circle = next != null && !followed.add(next);
                boolean goesOn = false;
                if (next != null && !circle && pages < settings.longestWalk() && !sink.stopped()) {
                    goesOn = true;
                    ahead.begin(() -> fetch(requests.following(next), false));
                }
                if (progress == null) {
                    progress = Progress.none(fetched.serverTime());
                }
                var entries = reader.read(searchset.entries());
                progress = progress.with(entries, next);
                sink.put(new Page(entries, progress));
                // What has been asked for is taken in even when a stop comes meanwhile.
                if (!goesOn && (next == null || sink.stopped())) {
                    return End.REACHED;
                }
                if (circle) {
                    throw new TryLater("JFT's next links for " + type.resourceType() + " lead in a circle after "
                            + pages + " pages. The watermark stays; run again, and ask NHN if it repeats.");
                }
            }
        }
        throw new TryLater("The search of " + type.resourceType() + " has more than " + settings.longestWalk()
                + " pages and was given up. The watermark stays; raise ajour.jobs.journal-events.longest-walk if there"
                + " are that many events.");
    }

    /**
     * An answer.
     *
     * @param searchset null if there is none to go on with
     * @param end what ends the walk then
     */
    private record Fetched(@Nullable Searchset searchset, End end, Instant serverTime) {}

    private Fetched fetch(ApiRequest request, boolean first) {
        try (var response = api.send(request)) {
            var said = response.serverTime();
            var serverTime = said == null ? clock.instant() : said;
            // Of first requests, only one that goes on with an old walk can come back refused.
            if (response.status() >= 300 && (first || isExpired(response))) {
                return new Fetched(null, End.EXPIRED, serverTime);
            }
            byte[] page = response.bytesUpTo(settings.largestPage().toBytes());
            return new Fetched(page == null ? null : SearchsetReader.read(page), End.TOO_LARGE, serverTime);
        }
    }

    private boolean isExpired(ApiResponse response) {
        var error = response.error();
        if (response.status() == GONE || EXPIRED.matcher(error.phrase()).find()) {
            return true;
        }
        throw new TryLater("JFT answered " + response.status() + " to the next link that it gave itself for "
                + type.resourceType() + ": " + error.phrase() + ". The watermark stays; run again.");
    }
}
