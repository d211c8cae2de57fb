package no.ajour.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import no.ajour.tenant.Tenant;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** An API named {@code jft-read} on a server of its own, with tokens that are counted and time that is stepped. */
public final class ApiFixture implements AutoCloseable {
    public static final Tenant TENANT = new Tenant("999988881", "Lillevik", null, Tenant.Acknowledge.JOURNALED);

    public final MockWebServer server = new MockWebServer();
    public final CountedCredentials credentials = new CountedCredentials();
    public final SteppedTiming timing = new SteppedTiming();
    private final Map<String, String> settings = new HashMap<>();

    public ApiFixture() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        with("base-url", server.url("/fhir").toString());
    }

    /** Sets {@code ajour.apis.jft-read.NAME}. */
    public ApiFixture with(String name, String value) {
        settings.put("ajour.apis.jft-read." + name, value);
        return this;
    }

    public Api api() {
        return api(timing);
    }

    public Api api(Timing otherTiming) {
        var http = bind("ajour.http", HttpSettings.class, Map.of());
        return new Apis(
                        bind("ajour", ApiSettings.class, settings),
                        http,
                        new HttpClients(http),
                        credentials,
                        otherTiming)
                .get("jft-read");
    }

    /** Settings with their defaults. */
    public static <T> T bind(String prefix, Class<T> type, Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, type);
    }

    public ApiFixture answers(int status, String... headers) {
        return answers(response(status, headers).build());
    }

    public ApiFixture answers(MockResponse response) {
        server.enqueue(response);
        return this;
    }

    static MockResponse.Builder response(int status, String... headers) {
        var response = new MockResponse.Builder().code(status);
        for (String header : headers) {
            response.addHeader(header);
        }
        return response;
    }

    /** The next request that came; it must have come already. */
    public RecordedRequest took() throws InterruptedException {
        return Objects.requireNonNull(server.takeRequest(5, TimeUnit.SECONDS), "no request came");
    }

    @Override
    public void close() {
        server.close();
    }
}
