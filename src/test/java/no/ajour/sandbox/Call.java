package no.ajour.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request as it came in, and who it turned out to be from. */
public final class Call {
    private final Instant time;
    private final String api;
    private final String method;
    private final String path;
    private final String url;
    private final String query;
    private final RequestReader.Request request;
    private boolean booked;
    private @Nullable String clientId;
    private @Nullable String tenant;

    Call(Instant time, URI origin, RequestReader.Request request) {
        URI uri = URI.create(request.target());
        String whole = uri.getPath();
        int end = whole.indexOf('/', 1);
        this.time = time;
        this.api = whole.substring(1, end < 0 ? whole.length() : end);
        this.path = end < 0 ? "" : whole.substring(end);
        this.url = origin + uri.getRawPath();
        this.query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        this.method = request.method();
        this.request = request;
    }

    public Instant time() {
        return time;
    }

    public String api() {
        return api;
    }

    public String method() {
        return method;
    }

    /** Decoded, after the API's prefix, without the query: {@code /v1/Bundle/_search}. */
    public String path() {
        return path;
    }

    /** The absolute URL as sent, without the query: what {@code htu} must be. */
    String url() {
        return url;
    }

    /** The query as sent, still encoded; empty when there is none. It may hold what must not be printed. */
    public String query() {
        return query;
    }

    /** The header's only value, or null when it is absent or given more than once. */
    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.size() == 1 ? values.getFirst() : null;
    }

    List<String> headers(String name) {
        return request.headers(name);
    }

    /** The media type without parameters, in lower case; empty when none was sent. */
    String mediaType() {
        String type = header("Content-Type");
        if (type == null) {
            return "";
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    int size() {
        return request.body().length;
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    /** True the first time. */
    boolean firstBooking() {
        boolean first = !booked;
        booked = true;
        return first;
    }

    void from(String client, @Nullable String orgnr) {
        clientId = client;
        tenant = orgnr;
    }

    /** The client, once its token or assertion was read; else null. */
    public @Nullable String clientId() {
        return clientId;
    }

    /** The {@code orgnr_parent} of the token, once it was read; null when there is none. */
    public @Nullable String tenant() {
        return tenant;
    }

    /** Without query and body, which may hold numbers. */
    @Override
    public String toString() {
        return method + " /" + api + path;
    }
}
