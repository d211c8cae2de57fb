package no.ajour.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What all HTTP calls have in common.
 *
 * @param correlationHeader header that carries the correlation id, one id per call and the same over its attempts
 * @param userAgent the User-Agent header
 * @param ehrSystem name and version of the EHR system on whose behalf Ajour calls, such as {@code Journal 4.2}, for the APIs
 *     that want to know it ({@link ApiProperties#ehrSystemHeader}); null if not set
 * @param idleConnections how many open connections are kept for later calls
 * @param idleTime how long they are kept; short, since a connection that the far end has closed costs a retry
 */
@ConfigurationProperties("ajour.http")
public record HttpSettings(
        @DefaultValue("X-Correlation-ID") String correlationHeader,
        @DefaultValue("Ajour") String userAgent,
        @Nullable String ehrSystem,
        @DefaultValue("16") int idleConnections,
        @DefaultValue("30s") Duration idleTime) {

    public HttpSettings {
        if (!correlationHeader.matches("[A-Za-z0-9-]+")) {
            throw new IllegalArgumentException(
                    "ajour.http.correlation-header must be a header name of letters, digits and hyphens");
        }
        if (!userAgent.matches("\\p{Print}+")) {
            throw new IllegalArgumentException("ajour.http.user-agent must be printable ASCII and not empty");
        }
        ehrSystem = ehrSystem == null || ehrSystem.isBlank() ? null : ehrSystem.strip();
        if (ehrSystem != null && !ehrSystem.matches("\\p{Print}+")) {
            throw new IllegalArgumentException("ajour.http.ehr-system must be printable ASCII, such as Journal 4.2");
        }
        if (idleConnections < 0) {
            throw new IllegalArgumentException("ajour.http.idle-connections must be 0 or more");
        }
        if (idleTime.toMillis() < 1) {
            throw new IllegalArgumentException("ajour.http.idle-time must be longer than nothing, such as 30s");
        }
    }
}
