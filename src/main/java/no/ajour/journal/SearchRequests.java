package no.ajour.journal;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import no.ajour.failure.TryLater;
import no.ajour.http.ApiRequest;
import no.ajour.http.Links;
import no.ajour.tenant.Tenant;
import okhttp3.HttpUrl;
import org.springframework.util.StringUtils;

/** The requests of searches of one type (JFT ReadAPI overview; FHIR R4, search.html and http.html#paging). */
final class SearchRequests {
    /** How a next link that JFT gave itself may be refused. */
    private static final int[] CURSOR_REFUSED = {400, 404, 410};
    /** How an old one may be, which somebody else's run was given. */
    private static final int[] OLD_CURSOR_REFUSED = {400, 403, 404, 405, 406, 409, 410, 412, 414, 422};
    /** How a server refuses a parameter that it does not know. */
    private static final int[] PARAMETER_REFUSED = {400, 404, 405, 422, 501};

    private final EventType type;
    private final Tenant tenant;
    private final HttpUrl base;
    private final JournalSettings settings;

    SearchRequests(EventType type, Tenant tenant, URI baseUrl, JournalSettings settings) {
        this.type = type;
        this.tenant = tenant;
        this.base = HttpUrl.get(StringUtils.trimTrailingCharacter(baseUrl.toString(), '/') + "/v1/");
        this.settings = settings;
    }

    /**
     * The first page of a walk.
     *
     * @param pageSize events a page; 0 leaves it to JFT
     */
    ApiRequest first(Walk walk, int pageSize) {
        var fields = new ArrayList<Map.Entry<String, String>>();
        if (walk.since() != null) {
            fields.add(Map.entry("_lastUpdated", settings.prefix().bound(walk.since())));
        }
        if (walk.withoutTag() != null) {
            fields.add(Map.entry("_tag:not", walk.withoutTag()));
        }
        if (pageSize > 0) {
            fields.add(Map.entry("_count", Integer.toString(pageSize)));
        }
        if (!settings.sort().isBlank()) {
            fields.add(Map.entry("_sort", settings.sort().strip()));
        }
        return search(fields);
    }

    /**
     * Events by their ids (FHIR R4, search.html#id). Whether JFT takes it is not documented: refusals are answers here.
     *
     * @param ids that can be no patient's number
     */
    ApiRequest byId(Collection<String> ids) {
        return search(List.of(
                        Map.entry("_id", String.join(",", ids)), Map.entry("_count", Integer.toString(ids.size()))))
                .expecting(PARAMETER_REFUSED);
    }

    /** Follows a link of {@link #absolute}; that it leads to the configured server, the HTTP layer sees to. */
    ApiRequest following(String link) {
        return get(link).expecting(CURSOR_REFUSED);
    }

    /** Follows a link that an earlier run was given. */
    ApiRequest resuming(String link) {
        return get(link).expecting(OLD_CURSOR_REFUSED);
    }

    /** Whether an absolute link leads to the configured server. */
    boolean leadsHome(String link) {
        var url = Links.parse(link);
        return url != null && Links.leadsHome(base, url);
    }

    /**
     * A next link, relative to the FHIR base, or to the search itself where there is nothing but a query.
     *
     * @throws TryLater if it is none
     */
    String absolute(String next) {
        var link = Links.resolve(base, next.startsWith("?") ? type.resourceType() + next : next);
        if (link == null) {
            throw new TryLater("JFT gave a next link for " + type.resourceType() + " that is no URL. The watermark"
                    + " stays; run again, and ask NHN if it repeats.");
        }
        return link.toString();
    }

    private ApiRequest get(String link) {
        return ApiRequest.get("next page of the search of " + type.resourceType(), tenant, link)
                .accept(settings.accept());
    }

    private ApiRequest search(List<Map.Entry<String, String>> fields) {
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
}
