package no.ajour.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.OkHttpClient;
import org.springframework.util.function.SingletonSupplier;

/**
 * The one OkHttp set-up: every sender shares its connections. OkHttp is kept from sending anything by itself, since a
 * request that it repeats or redirects would show a DPoP proof twice, or elsewhere, and we would not know of it.
 */
public final class HttpClients implements AutoCloseable {
    // Made when something is sent: reading the certificates that the machine trusts is a tenth of a run with nothing to
    // do.
    private final SingletonSupplier<OkHttpClient> shared;
    private final ConnectionPool connections;
    private final String userAgent;
    private final MeterRegistry meters;

    /** Whose calls are not counted. */
    public HttpClients(HttpSettings settings) {
        this(settings, new CompositeMeterRegistry());
    }

    /** @param meters where every call is counted and timed */
    public HttpClients(HttpSettings settings, MeterRegistry meters) {
        this.meters = meters;
        userAgent = settings.userAgent();
        connections = new ConnectionPool(
                settings.idleConnections(), settings.idleTime().toMillis(), TimeUnit.MILLISECONDS);
        shared = SingletonSupplier.of(() -> new OkHttpClient.Builder()
                .connectionPool(connections)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .cookieJar(CookieJar.NO_COOKIES)
                .eventListener(new Wire.Listener())
                .addNetworkInterceptor(new Wire.SendOnce())
                .build());
    }

    /** Where the calls are counted, for what belongs to them. */
    public MeterRegistry meters() {
        return meters;
    }

    /**
     * A sender with its own time limits.
     *
     * @param api whose calls these are, in metrics
     */
    public Sender sender(String api, Limits limits) {
        var limited = SingletonSupplier.of(() -> shared.obtain()
                .newBuilder()
                .connectTimeout(limits.connectTimeout())
                .readTimeout(limits.readTimeout())
                .writeTimeout(limits.readTimeout())
                .callTimeout(limits.callTimeout())
                .build());
        return new Sender(limited::obtain, userAgent, new CallMeter(meters, api));
    }

    /** Closes the connections that nobody uses, and with them the threads that read from those of HTTP/2. */
    @Override
    public void close() {
        connections.evictAll();
    }
}
