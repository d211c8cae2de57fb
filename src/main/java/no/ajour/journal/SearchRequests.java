package no.ajour.journal;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import no.ajour.failure.TryLater;
import no.ajour.http.ApiRequest;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/** The requests of a walk (JFT ReadAPI overview; FHIR R4, search.html and http.html#paging). */
final class SearchRequests {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private final EventType type;
    private final Tenant tenant;
    private final URI baseUrl;
    private final JournalSettings settings;

    SearchRequests(EventType type, Tenant tenant, URI baseUrl, JournalSettings settings) {
        this.type = type;
        this.tenant = tenant;
        this.baseUrl = baseUrl;
        this.settings = settings;
    }

    /** @param watermark null for all events there are */
    ApiRequest first(@Nullable Instant watermark) {
        var fields = fields(watermark);
        var what = "search of " + type.resourceType();
        var path = "/v1/" + type.resourceType();
        var request =
                switch (settings.method()) {
                    case POST ->
                        ApiRequest.postForm(what, tenant, path + "/_search", fields)
                                .repeatable();
                    case GET -> {
                        var get = ApiRequest.get(what, tenant, path);
                        for (var field : fields) {
                            get = get.query(field.getKey(), field.getValue());
                        }
                        yield get;
                    }
                };
        return request.accept(settings.accept());
    }

    /** Follows a {@code next} link as it stands; that it leads to the configured server, the HTTP layer sees to. */
    ApiRequest following(String next) {
        return ApiRequest.get("next page of the search of " + type.resourceType(), tenant, absolute(next))
                .accept(settings.accept())
                .expecting(BAD_REQUEST, NOT_FOUND, GONE);
    }

    private List<Map.Entry<String, String>> fields(@Nullable Instant watermark) {
        var fields = new ArrayList<Map.Entry<String, String>>();
        if (watermark != null) {
            var from = watermark.minus(settings.overlap()).truncatedTo(ChronoUnit.SECONDS);
            fields.add(Map.entry("_lastUpdated", settings.prefix().code() + from));
        }
        if (settings.pageSize() > 0) {
            fields.add(Map.entry("_count", Integer.toString(settings.pageSize())));
        }
        if (!settings.sort().isBlank()) {
            fields.add(Map.entry("_sort", settings.sort().strip()));
        }
        return fields;
    }

    // Relative to the FHIR base, or to the search itself where there is nothing but a query.
    private String absolute(String next) {
        var base = baseUrl.toString().replaceFirst("/+$", "") + "/v1/";
        try {
            return next.startsWith("?")
                    ? base + type.resourceType() + next
                    : URI.create(base).resolve(new URI(next)).toString();
        } catch (URISyntaxException e) {
            // Without the cause, which quotes the link.
            throw new TryLater("JFT gave a next link for " + type.resourceType() + " that is no URL. The watermark"
                    + " stays; run again, and ask NHN if it repeats.");
        }
    }
}
