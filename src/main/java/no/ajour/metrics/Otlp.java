package no.ajour.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import no.ajour.failure.Failure;
import no.ajour.http.ApiResponse;
import no.ajour.http.HttpClients;
import no.ajour.http.Limits;
import no.ajour.http.Outcome;
import no.ajour.http.Sender;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** A registry that sends what it holds once, when it is asked to (OTLP 1 over HTTP, protobuf). */
final class Otlp {
    // Micrometer pushes at every multiple of this since 1970: the next is in 2052.
    private static final Duration NEVER = Duration.ofDays(10_000);
    private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");

    private final MeterRegistry registry;
    private final Sender sender;
    private final URI address;
    private volatile @Nullable String failure = "nothing was sent";

    private Otlp(URI url, OtlpSettings settings, HttpClients clients) {
        this.address = url;
        Duration within = settings.within();
        this.sender = clients.sender("collector", new Limits(within, within, within, 1, within, within, within, 1, 0));
        this.registry = OtlpMeterRegistry.builder(new Config(url, settings))
                .metricsSender(this::send)
                .build();
    }

    static Otlp to(URI url, OtlpSettings settings, HttpClients clients) {
        return new Otlp(url, settings, clients);
    }

    MeterRegistry registry() {
        return registry;
    }

    /** Sends everything, after which the registry takes nothing more. Returns why it failed, or null. */
    @Nullable
    String send() {
        registry.close();
        return failure;
    }

    private void send(OtlpMetricsSender.Request metrics) {
        var request = new Request.Builder()
                .url(address.toString())
                .post(RequestBody.create(metrics.getMetricsData(), PROTOBUF));
        metrics.getHeaders().forEach(request::header);
        try {
            failure = switch (sender.send("Metrics", null, request.build())) {
                case Outcome.NoAnswer none -> none.why();
                case Outcome.Answer answer -> refusal(answer.response());
            };
        } catch (Failure e) {
            failure = e.getMessage();
        }
    }

    private static @Nullable String refusal(ApiResponse response) {
        try (response) {
            return response.status() / 100 == 2 ? null : "it answered " + response.status();
        }
    }

    private record Config(URI address, OtlpSettings settings) implements OtlpConfig {
        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public String url() {
            return address.toString();
        }

        @Override
        public Map<String, String> headers() {
            return settings.headers();
        }

        @Override
        public Duration step() {
            return NEVER;
        }

        @Override
        public AggregationTemporality aggregationTemporality() {
            return settings.temporality();
        }

        // OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME, where the environment has them.
        @Override
        public Map<String, String> resourceAttributes() {
            var attributes = new HashMap<>(OtlpConfig.super.resourceAttributes());
            attributes.putIfAbsent("service.name", "ajour");
            return attributes;
        }
    }
}
