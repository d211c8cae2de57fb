package no.ajour.outgoing;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.ajour.failure.TryLater;
import no.ajour.http.ApiRequest;
import no.ajour.http.Apis;
import no.ajour.tenant.Tenant;
import tools.jackson.databind.JsonNode;

/**
 * Searches JFT for events by their own identifiers, among all that were updated since a time: JFT documents no search by
 * identifier. The search marks what it reads as read; that is how the ReadAPI works.
 */
final class EventSearch {
    private static final String READ = "jft-read";
    private static final int[] CURSOR_REFUSED = {400, 404, 410};

    private final Apis apis;
    private final OutgoingSettings settings;

    EventSearch(Apis apis, OutgoingSettings settings) {
        this.apis = apis;
        this.settings = settings;
    }

    /**
     * Goes through all pages.
     *
     * @param wanted stable keys
     * @return stable key to ids in JFT, of those that are there, oldest first
     * @throws TryLater if it did not come to the last page: then nothing is known of what is not there
     */
    Map<String, Set<String>> find(Tenant tenant, String resourceType, Instant since, Set<String> wanted) {
        var found = new LinkedHashMap<String, Set<String>>();
        var followed = new HashSet<String>();
        var request = first(tenant, resourceType, since);
        for (int page = 1; page <= settings.longestSearch(); page++) {
            String next;
            try (var response = apis.get(READ).send(request)) {
                if (response.status() >= 300) {
                    throw new TryLater("JFT answered " + response.status() + " to a next link that it gave itself");
                }
                next = SearchPage.read(response.body(), resource -> match(resource, resourceType, wanted, found));
            }
            if (next == null) {
                return found;
            }
            var link = absolute(resourceType, next);
            if (!followed.add(link)) {
                throw new TryLater("JFT's next links lead in a circle");
            }
            request = ApiRequest.get("next page of the search for outgoing events", tenant, link)
                    .accept("application/fhir+json, application/json;q=0.9")
                    .expecting(CURSOR_REFUSED);
        }
        throw new TryLater("The search for outgoing events has more than " + settings.longestSearch()
                + " pages (ajour.jobs.outgoing-events.longest-search)");
    }

    private ApiRequest first(Tenant tenant, String resourceType, Instant since) {
        var fields = new ArrayList<Map.Entry<String, String>>();
        fields.add(Map.entry("_lastUpdated", "ge" + since.truncatedTo(ChronoUnit.SECONDS)));
        if (settings.searchPageSize() > 0) {
            fields.add(Map.entry("_count", Integer.toString(settings.searchPageSize())));
        }
        return ApiRequest.postForm(
                        "search for outgoing events", tenant, "/v1/" + resourceType + "/_search", List.copyOf(fields))
                .accept("application/fhir+json, application/json;q=0.9")
                .repeatable();
    }

    private static void match(
            JsonNode resource, String resourceType, Set<String> wanted, Map<String, Set<String>> found) {
        var id = resource.path("id").stringValue("");
        if (id.isEmpty() || !resource.path("resourceType").stringValue("").equals(resourceType)) {
            return;
        }
        for (var identifier : StableId.of(resource)) {
            var key = identifier.key(resourceType);
            if (wanted.contains(key)) {
                found.computeIfAbsent(key, none -> new LinkedHashSet<>()).add(id);
            }
        }
    }

    // Where it leads is looked at by the HTTP layer, which sends tokens to the configured server alone.
    private String absolute(String resourceType, String next) {
        var base = apis.get(READ).properties().requiredBaseUrl().toString().replaceFirst("/+$", "") + "/v1/";
        try {
            return URI.create(base)
                    .resolve(next.startsWith("?") ? resourceType + next : next)
                    .toString();
        } catch (IllegalArgumentException e) {
            throw new TryLater("JFT gave a next link that is no URL");
        }
    }
}
