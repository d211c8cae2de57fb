package no.ajour.http;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One API as configured under {@code ajour.apis.NAME}. The time limits and retries are those of {@link Limits}.
 *
 * @param baseUrl what the paths of requests are appended to; https, or http on this machine only. Tokens go to its
 *     scheme, host and port and nowhere else. Null in an installation that does not use the API
 * @param scope HelseID scopes, separated by spaces; without them no token can be asked for
 * @param audience the API's name at HelseID, sent as {@code resource}; null leaves it to the scope
 * @param user whether the token is a person's, who has logged in; else it is the installation's own
 * @param renewOnForbidden whether 403 may mean an expired token, as at Helsenorge
 * @param requestsPerSecond the most that are sent, evenly spaced; 0 for no limit
 * @param ehrSystemHeader header in which the API wants to know {@code ajour.http.ehr-system}, such as
 *     {@code X-EPJ-System}; null for none
 * @param pingPath of a GET that does nothing, for {@code ajour doctor}; null for none, the default, since NHN has
 *     documented none for JFT and Helsenorge. Never a path that reads events or changes: reading marks them as read
 * @param openPingPath of a GET that does nothing and needs no token, for {@code ajour doctor}; null for none: then the
 *     base URL is asked with HEAD
 */
public record ApiProperties(
        @Nullable URI baseUrl,
        @Nullable String scope,
        @Nullable String audience,
        @DefaultValue("DPOP") TokenScheme scheme,
        @DefaultValue("false") boolean user,
        @DefaultValue("false") boolean renewOnForbidden,
        @DefaultValue("0") double requestsPerSecond,
        @Nullable String ehrSystemHeader,
        @Nullable String pingPath,
        @Nullable String openPingPath,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("60s") Duration readTimeout,
        @DefaultValue("5m") Duration callTimeout,
        @DefaultValue("4") int attempts,
        @DefaultValue("500ms") Duration firstBackoff,
        @DefaultValue("30s") Duration longestBackoff,
        @DefaultValue("2m") Duration longestRetryAfter,
        @DefaultValue("10") int retryReserve,
        @DefaultValue("10") int retryPercent) {

    public ApiProperties {
        if (baseUrl != null && !baseUrl.toString().isBlank()) {
            SecureUrl.require("ajour.apis.*.base-url", baseUrl);
        } else {
            baseUrl = null;
        }
        scope = scope == null || scope.isBlank() ? null : scope.strip();
        audience = audience == null || audience.isBlank() ? null : audience.strip();
        if (!(requestsPerSecond >= 0 && requestsPerSecond <= 10_000)) {
            throw new IllegalArgumentException(
                    "ajour.apis.*.requests-per-second must be from 0 (no limit) to 10000, fractions allowed");
        }
        ehrSystemHeader = ehrSystemHeader == null || ehrSystemHeader.isBlank() ? null : ehrSystemHeader.strip();
        if (ehrSystemHeader != null && !ehrSystemHeader.matches("[A-Za-z0-9-]+")) {
            throw new IllegalArgumentException(
                    "ajour.apis.*.ehr-system-header must be a header name of letters, digits and hyphens");
        }
        pingPath = path("ping-path", pingPath);
        openPingPath = path("open-ping-path", openPingPath);
        try {
            new Limits(
                    connectTimeout,
                    readTimeout,
                    callTimeout,
                    attempts,
                    firstBackoff,
                    longestBackoff,
                    longestRetryAfter,
                    retryReserve,
                    retryPercent);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ajour.apis.*." + e.getMessage(), e);
        }
    }

    private static @Nullable String path(String name, @Nullable String path) {
        if (path == null || path.isBlank()) {
            return null;
        }
        if (!path.strip().matches("/[^?#]*")) {
            throw new IllegalArgumentException(
                    "ajour.apis.*." + name + " must be a path below base-url such as /ping, without a query");
        }
        return path.strip();
    }

    /** The base URL of an API that is in use: {@link Apis} gives no other. */
    public URI requiredBaseUrl() {
        return Objects.requireNonNull(baseUrl);
    }

    /** The same API with other time limits and retries. */
    public ApiProperties within(Limits limits) {
        return new ApiProperties(
                baseUrl,
                scope,
                audience,
                scheme,
                user,
                renewOnForbidden,
                requestsPerSecond,
                ehrSystemHeader,
                pingPath,
                openPingPath,
                limits.connectTimeout(),
                limits.readTimeout(),
                limits.callTimeout(),
                limits.attempts(),
                limits.firstBackoff(),
                limits.longestBackoff(),
                limits.longestRetryAfter(),
                limits.retryReserve(),
                limits.retryPercent());
    }

    /** The time limits and retries. */
    public Limits limits() {
        return new Limits(
                connectTimeout,
                readTimeout,
                callTimeout,
                attempts,
                firstBackoff,
                longestBackoff,
                longestRetryAfter,
                retryReserve,
                retryPercent);
    }
}
