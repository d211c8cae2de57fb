package no.ajour.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * One request, immutable. The path is appended to the API's base URL; an absolute URL, such as a {@code next} link, is
 * used as it is, if it has the base URL's scheme, host and port. Its text form tells neither URL, headers nor body.
 */
public final class ApiRequest {
    private final String what;
    private final Tenant tenant;
    private final String method;
    private final String pathOrUrl;
    private final List<Map.Entry<String, String>> query;
    private final Map<String, String> headers;
    private final byte @Nullable [] body;
    private final boolean repeatable;
    private final Set<Integer> expected;
    private final @Nullable Instant notAfter;

    private ApiRequest(
            String what,
            Tenant tenant,
            String method,
            String pathOrUrl,
            List<Map.Entry<String, String>> query,
            Map<String, String> headers,
            byte @Nullable [] body,
            boolean repeatable,
            Set<Integer> expected,
            @Nullable Instant notAfter) {
        this.what = what;
        this.tenant = tenant;
        this.method = method;
        this.pathOrUrl = pathOrUrl;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.repeatable = repeatable;
        this.expected = expected;
        this.notAfter = notAfter;
    }

    /**
     * A GET, which is safe to repeat.
     *
     * @param what for messages, such as "search of Bundle"; never a patient's number
     * @param tenant that the token is for
     */
    public static ApiRequest get(String what, Tenant tenant, String pathOrUrl) {
        return new ApiRequest(what, tenant, "GET", pathOrUrl, List.of(), Map.of(), null, true, Set.of(), null);
    }

    /** A POST with an empty body. */
    public static ApiRequest post(String what, Tenant tenant, String pathOrUrl) {
        return post(what, tenant, pathOrUrl, Map.of(), new byte[0]);
    }

    /** A POST of form fields in the given order; names may be repeated. */
    public static ApiRequest postForm(
            String what, Tenant tenant, String pathOrUrl, List<Map.Entry<String, String>> fields) {
        String form = fields.stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        var type = Map.of("Content-Type", "application/x-www-form-urlencoded");
        return post(what, tenant, pathOrUrl, type, form.getBytes(StandardCharsets.US_ASCII));
    }

    /** A POST of JSON in UTF-8; the array is not copied. */
    public static ApiRequest postJson(String what, Tenant tenant, String pathOrUrl, byte[] json) {
        return post(what, tenant, pathOrUrl, Map.of("Content-Type", "application/json"), json);
    }

    private static ApiRequest post(
            String what, Tenant tenant, String pathOrUrl, Map<String, String> headers, byte[] body) {
        return new ApiRequest(what, tenant, "POST", pathOrUrl, List.of(), headers, body, false, Set.of(), null);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Adds a query parameter, encoded. Never a patient's number, unless the API demands it. */
    public ApiRequest query(String name, String value) {
        var more = new ArrayList<>(query);
        more.add(Map.entry(name, value));
        return new ApiRequest(
                what, tenant, method, pathOrUrl, List.copyOf(more), headers, body, repeatable, expected, notAfter);
    }

    /** Sets a header in place of one of the same name. */
    public ApiRequest header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.keySet().removeIf(name::equalsIgnoreCase);
        more.put(name, value);
        return new ApiRequest(what, tenant, method, pathOrUrl, query, more, body, repeatable, expected, notAfter);
    }

    public ApiRequest accept(String mediaType) {
        return header("Accept", mediaType);
    }

    /** Says that it is safe to send again after an outcome that is not known. A GET is so by itself, a POST is not. */
    public ApiRequest repeatable() {
        return new ApiRequest(what, tenant, method, pathOrUrl, query, headers, body, true, expected, notAfter);
    }

    /** Statuses beside 2xx that the caller handles itself. */
    public ApiRequest expecting(int... statuses) {
        var all = new TreeSet<>(expected);
        IntStream.of(statuses).forEach(all::add);
        return new ApiRequest(
                what, tenant, method, pathOrUrl, query, headers, body, repeatable, Set.copyOf(all), notAfter);
    }

    /**
     * Keeps it from leaving after a time, however long token and connection took: a process that stood still must not do
     * what another has meanwhile done. It then fails as one that was not sent.
     */
    public ApiRequest notAfter(Instant time) {
        return new ApiRequest(what, tenant, method, pathOrUrl, query, headers, body, repeatable, expected, time);
    }

    boolean isTooLate(Instant now) {
        return notAfter != null && now.isAfter(notAfter);
    }

    String what() {
        return what;
    }

    Tenant tenant() {
        return tenant;
    }

    String method() {
        return method;
    }

    String pathOrUrl() {
        return pathOrUrl;
    }

    List<Map.Entry<String, String>> query() {
        return query;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte @Nullable [] body() {
        return body;
    }

    boolean isRepeatable() {
        return repeatable;
    }

    boolean expects(int status) {
        return (status >= 200 && status < 300) || expected.contains(status);
    }

    @Override
    public String toString() {
        return what + " for " + tenant;
    }
}
