package no.ajour.metrics;

import io.micrometer.registry.otlp.AggregationTemporality;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where a short run leaves its metrics before it ends.
 *
 * @param url an OTLP collector's address for metrics over HTTP; null or empty: nothing is pushed
 * @param headers sent with it, such as {@code authorization}
 * @param temporality cumulative or delta: a run's own counts either way, said in the way that the collector wants
 * @param within how long the end of a run may be held up by it; at most 5 s
 */
@ConfigurationProperties("ajour.metrics.otlp")
public record OtlpSettings(
        @Nullable URI url,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("cumulative") AggregationTemporality temporality,
        @DefaultValue("5s") Duration within) {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    public OtlpSettings {
        headers = Map.copyOf(headers);
        if (url != null && url.toString().isBlank()) {
            url = null;
        }
        if (url != null
                && (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?"))) {
            throw new IllegalArgumentException("ajour.metrics.otlp.url must be an address such as"
                    + " http://collector:4318/v1/metrics, or empty to push nothing");
        }
        if (within.toMillis() < 1 || within.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("ajour.metrics.otlp.within must be longer than nothing and at most 5s");
        }
    }

    // Headers hold secrets.
    @Override
    public String toString() {
        return "OtlpSettings[url=" + url + ", headers=" + headers.keySet() + ", temporality=" + temporality
                + ", within=" + within + "]";
    }
}
