package no.ajour.http;

import java.util.Map;
import java.util.UUID;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import okhttp3.HttpUrl;
import org.slf4j.MDC;

/** One of the national APIs, for all threads. */
public final class Api {
    /** Key of the correlation id in the log's context. */
    public static final String CORRELATION_ID = "correlationId";

    private final String name;
    private final ApiProperties properties;
    private final Credentials credentials;
    private final Sender sender;
    private final HttpSettings settings;
    private final Target target;
    private final RateLimit rate;
    private final Attempts attempts;
    private final Nonce nonce = new Nonce();
    private final Timing timing;

    Api(
            String name,
            ApiProperties properties,
            HttpSettings settings,
            HttpClients clients,
            Credentials credentials,
            Timing timing) {
        Limits limits = properties.limits();
        this.name = name;
        this.properties = properties;
        this.credentials = credentials;
        this.timing = timing;
        this.sender = clients.sender(name, limits);
        this.settings = settings;
        this.target = new Target(name, properties.requiredBaseUrl());
        this.rate = new RateLimit(properties.requestsPerSecond(), timing);
        this.attempts = new Attempts(name, limits, timing);
    }

    public String name() {
        return name;
    }

    public ApiProperties properties() {
        return properties;
    }

    /**
     * One exchange, its attempts included. Returns for 2xx and for the statuses that the request expects; the caller
     * closes the answer. What is not known to be safe to send again is not: a POST that is not repeatable and whose
     * outcome is unknown is a {@link TryLater} that says so.
     *
     * @throws TryLater if there was no answer, the server failed or asked for a long wait, or the thread is interrupted
     * @throws WrongInstallation if the server refused for good, redirected, or the URL leads elsewhere
     */
    public ApiResponse send(ApiRequest request) {
        return send(request, new Delivery());
    }

    /** As {@link #send(ApiRequest)}; the delivery tells, also after a failure, whether the server may have the request. */
    public ApiResponse send(ApiRequest request, Delivery delivery) {
        HttpUrl url = target.of(request);
        String correlationId = UUID.randomUUID().toString();
        var exchange = new Exchange(this, request, url, correlationId, delivery);
        MDC.put(CORRELATION_ID, correlationId);
        try {
            return attempts.run(exchange::attempt);
        } finally {
            MDC.remove(CORRELATION_ID);
        }
    }

    Credentials credentials() {
        return credentials;
    }

    Sender sender() {
        return sender;
    }

    String correlationHeader() {
        return settings.correlationHeader();
    }

    /** @throws WrongInstallation if the API wants to know the EHR system and the installation has not named it */
    Map<String, String> ownHeaders() {
        String header = properties.ehrSystemHeader();
        if (header == null) {
            return Map.of();
        }
        if (settings.ehrSystem() == null) {
            throw new WrongInstallation("ajour.http.ehr-system is not set, and " + name + " wants it in " + header
                    + "; set it to the EHR system's name and version, such as Journal 4.2");
        }
        return Map.of(header, settings.ehrSystem());
    }

    RateLimit rate() {
        return rate;
    }

    Nonce nonce() {
        return nonce;
    }

    Timing timing() {
        return timing;
    }
}
