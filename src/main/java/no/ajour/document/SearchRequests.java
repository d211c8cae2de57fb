package no.ajour.document;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.ajour.failure.TryLater;
import no.ajour.http.ApiRequest;
import no.ajour.http.Links;
import no.ajour.tenant.Tenant;
import okhttp3.HttpUrl;
import org.springframework.util.StringUtils;

/**
 * The requests of a search (ITI-67). The patient's number is in the body alone: PHR takes no search by GET, and a
 * {@code next} link that has the number in it, or leads to the search itself, is followed by POST with what it asks for in
 * the body.
 */
final class SearchRequests {
    private static final String ACCEPT = "application/fhir+json; fhirVersion=4.0";
    private static final String PATIENT = "patient.identifier";
    private static final String STATUS = "status";
    private static final int[] REFUSALS = {400, 403, 404, 410, 422};

    private final HttpUrl fhir;
    private final Tenant tenant;
    private final SearchTerms terms;
    private final SearchSettings settings;
    private final HeaderNames headers;

    SearchRequests(URI baseUrl, Tenant tenant, SearchTerms terms, DocumentSettings settings) {
        this.tenant = tenant;
        this.terms = terms;
        this.settings = settings.search();
        this.headers = settings.headers();
        var root = StringUtils.trimTrailingCharacter(baseUrl.toString(), '/');
        this.fhir = HttpUrl.get(root + this.settings.path().replaceFirst("[^/]*/_search$", ""));
    }

    /** A new id for a request. */
    static String eventId() {
        return UUID.randomUUID().toString();
    }

    /** @param number of the page, from 1 */
    ApiRequest page(String nin, int number, String eventId) {
        var fields = new ArrayList<Map.Entry<String, String>>();
        fields.add(Map.entry(PATIENT, nin));
        fields.add(Map.entry(STATUS, settings.status()));
        settings.filters().forEach(filter -> {
            int equals = filter.indexOf('=');
            fields.add(Map.entry(filter.substring(0, equals), filter.substring(equals + 1)));
        });
        if (settings.pageSize() > 0) {
            fields.add(Map.entry("_count", Integer.toString(settings.pageSize())));
        }
        if (!settings.sort().isBlank()) {
            fields.add(Map.entry("_sort", settings.sort().strip()));
        }
        fields.add(Map.entry("_page", Integer.toString(number)));
        return post(settings.path(), fields, eventId);
    }

    /**
     * Follows a {@code next} link; that it leads to the configured server, the HTTP layer sees to.
     *
     * @throws TryLater if it is no URL
     */
    ApiRequest following(String next, String nin, String eventId) {
        var link = Links.resolve(fhir, next);
        if (link == null) {
            throw new TryLater(
                    "PHR gave a next link that is no URL. Nothing of that search was stored; run again, and ask"
                            + " NHN if it repeats.");
        }
        var path = link.encodedPath().replaceFirst("/_search$", "");
        if (!path.endsWith("/DocumentReference") && !Links.tells(link.toString(), nin)) {
            return headed(ApiRequest.get("next page of the documents of a patient", tenant, link.toString()), eventId);
        }
        var fields = new ArrayList<Map.Entry<String, String>>();
        for (int i = 0; i < link.querySize(); i++) {
            var value = link.queryParameterValue(i);
            fields.add(Map.entry(link.queryParameterName(i), value == null ? "" : value));
        }
        add(fields, PATIENT, nin);
        add(fields, STATUS, settings.status());
        var address = link.newBuilder()
                .encodedPath(path.endsWith("/DocumentReference") ? path + "/_search" : path)
                .query(null)
                .fragment(null)
                .build()
                .toString();
        if (Links.tells(address, nin)) {
            throw new TryLater("PHR gave a next link with the patient's number in its path, which is not followed."
                    + " Nothing of that search was stored; ask NHN.");
        }
        return post(address, fields, eventId);
    }

    private static void add(List<Map.Entry<String, String>> fields, String name, String value) {
        if (fields.stream().noneMatch(field -> field.getKey().equals(name))) {
            fields.add(Map.entry(name, value));
        }
    }

    private ApiRequest post(String path, List<Map.Entry<String, String>> fields, String eventId) {
        return headed(
                ApiRequest.postForm("search of a patient's documents", tenant, path, fields)
                        .repeatable(),
                eventId);
    }

    private ApiRequest headed(ApiRequest request, String eventId) {
        var headed = request.accept(ACCEPT).header(headers.eventId(), eventId).expecting(REFUSALS);
        return terms.basis() == null
                ? headed
                : headed.header(headers.accessBasis(), terms.basis().name());
    }
}
