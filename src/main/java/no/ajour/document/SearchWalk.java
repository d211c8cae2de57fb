package no.ajour.document;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import no.ajour.document.Walked.Broken;
import no.ajour.document.Walked.Ended;
import no.ajour.fhir.Searchset;
import no.ajour.fhir.SearchsetReader;
import no.ajour.http.Api;
import no.ajour.http.ApiResponse;
import no.ajour.refresh.RefreshRequests.Queued;
import no.ajour.refresh.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pages of a search once, from the first: by {@code next} links where PHR gives them, else by number until there are
 * as many references as {@code Bundle.total} says. A page that is short is no end.
 *
 * <p>PHR keeps an answer for three minutes and serves pages from it. Pages that were read over a longer time, or between which
 * the total changed or references moved, may be of two answers: then nothing of them counts.
 */
final class SearchWalk {
    private static final int GONE = 410;
    private static final int NOT_FOUND = 404;

    private final Api api;
    private final SearchRequests requests;
    private final DocumentSettings settings;
    private final InstantSource clock;
    private final Refusals refusals;
    private final Map<Reference.Key, Reference> references = new LinkedHashMap<>();
    private final TreeSet<String> warnings = new TreeSet<>();
    private boolean warned;
    private boolean partial;
    private int outcomes;
    private int unreadable;
    private int received;
    private int repeated;
    private @Nullable String why;
    private @Nullable Integer total;
    private @Nullable Integer restricted;
    private String eventId = "";

    SearchWalk(Api api, SearchRequests requests, DocumentSettings settings, InstantSource clock, Refusals refusals) {
        this.api = api;
        this.requests = requests;
        this.settings = settings;
        this.clock = clock;
        this.refusals = refusals;
    }

    /** @param reply counts the calls */
    Walked read(Queued patient, Reply reply) {
        var began = clock.instant();
        eventId = SearchRequests.eventId();
        var request = requests.page(patient.nin(), 1, eventId);
        for (int page = 1; page <= settings.search().mostPages(); page++) {
            Searchset searchset;
            try (var response = api.send(request)) {
                reply.called();
                if (response.status() >= 300) {
                    return refused(response, page);
                }
                restricted = count(response.header(settings.headers().restrictedDocuments()), restricted);
                searchset = SearchsetReader.read(
                        response.bytes(settings.search().largestPage().toBytes()));
            }
            refusals.accepted();
            if (page > 1 && isOver(began)) {
                return new Broken("its pages took longer than PHR keeps them together", null);
            }
            var given = searchset.total();
            if (page > 1 && total != null && given != null && !total.equals(given)) {
                return new Broken("its total changed from page to page", null);
            }
            total = given == null ? total : given;
            int before = references.size() + unreadable;
            int came = take(searchset);
            boolean anyNew = references.size() + unreadable > before;
            if (!goesOn(searchset, page, came, anyNew)) {
                return ended(page);
            }
            var next = searchset.next();
            var id = SearchRequests.eventId();
            request = next == null
                    ? requests.page(patient.nin(), page + 1, id)
                    : requests.following(next, patient.nin(), id);
        }
        return new Broken("it has more than " + settings.search().mostPages() + " pages (search.most-pages)", null);
    }

    private Walked refused(ApiResponse response, int page) {
        if (page > 1 && (response.status() == GONE || response.status() == NOT_FOUND)) {
            return new Broken("PHR did not know its next page any more", null);
        }
        return new Ended(refusals.refused(response.status(), response.error(), eventId));
    }

    private boolean isOver(Instant began) {
        return clock.instant().isAfter(began.plus(settings.search().within()));
    }

    private boolean goesOn(Searchset searchset, int page, int came, boolean anyNew) {
        if (searchset.next() != null) {
            return true;
        }
        int size = settings.search().pageSize();
        if (total != null) {
            // Within the pages that the total makes, an empty one is no end; beyond them it is.
            boolean promised = size > 0 && (long) page * size < total;
            return received < total && (promised || came > 0);
        }
        return size > 0 && came >= size && anyNew;
    }

    // Returns how many entries were no warnings.
    private int take(Searchset searchset) {
        int before = received;
        for (var entry : searchset.entries()) {
            switch (ReferenceReader.read(entry)) {
                case EntryRead.Found found -> keep(found.reference());
                case EntryRead.Warning warning -> {
                    warned = true;
                    partial |= warning.partial();
                    outcomes++;
                    Stream.of(warning.codes().split(",", -1))
                            .filter(code -> !code.isEmpty())
                            .forEach(warnings::add);
                }
                case EntryRead.Unreadable bad -> {
                    received++;
                    unreadable++;
                    why = bad.why();
                }
            }
        }
        return received - before;
    }

    private void keep(Reference reference) {
        received++;
        var known = references.putIfAbsent(reference.key(), reference);
        if (known != null) {
            repeated++;
            if (!reference.isOlderThan(known)) {
                references.put(reference.key(), reference);
            }
        }
    }

    private Walked ended(int pages) {
        // A page that has what another had, and a total that is reached by counting it twice: something was pushed over
        // the
        // edge, and something else may have been with it.
        if (pages > 1 && repeated > 0 && total != null && references.size() + unreadable < total) {
            return new Broken("references moved from page to page", found("references moved from page to page"));
        }
        return new Ended(found(missing()));
    }

    private @Nullable String missing() {
        if (partial) {
            return "it says that something is missing" + (warnings.isEmpty() ? "" : ": " + String.join(", ", warnings));
        }
        if (unreadable > 0) {
            return unreadable + " of its entries cannot be kept: one " + why;
        }
        int absent = total == null ? 0 : total - received;
        boolean counted = absent == outcomes || (restricted != null && absent == restricted);
        return absent <= 0 || counted ? null : "it has " + received + " of the " + total + " references that it counts";
    }

    private Found found(@Nullable String missing) {
        return new Found(
                List.copyOf(references.values()),
                received,
                repeated,
                unreadable,
                restricted,
                warned ? String.join(",", warnings) : null,
                missing,
                eventId);
    }

    private static @Nullable Integer count(@Nullable String header, @Nullable Integer otherwise) {
        return header != null && header.strip().matches("[0-9]{1,6}") ? Integer.valueOf(header.strip()) : otherwise;
    }
}
