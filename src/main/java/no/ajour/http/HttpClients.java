package no.ajour.http;

import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.OkHttpClient;

/**
 * The one OkHttp set-up: every sender shares its connections. OkHttp is kept from sending anything by itself, since a
 * request that it repeats or redirects would show a DPoP proof twice, or elsewhere, and we would not know of it.
 */
public final class HttpClients {
    private final OkHttpClient shared;
    private final String userAgent;

    public HttpClients(HttpSettings settings) {
        userAgent = settings.userAgent();
        shared = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(
                        settings.idleConnections(), settings.idleTime().toMillis(), TimeUnit.MILLISECONDS))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .cookieJar(CookieJar.NO_COOKIES)
                .eventListener(new Wire.Listener())
                .addNetworkInterceptor(new Wire.SendOnce())
                .build();
    }

    /** A sender with its own time limits. */
    public Sender sender(Limits limits) {
        OkHttpClient limited = shared.newBuilder()
                .connectTimeout(limits.connectTimeout())
                .readTimeout(limits.readTimeout())
                .writeTimeout(limits.readTimeout())
                .callTimeout(limits.callTimeout())
                .build();
        return new Sender(limited, userAgent);
    }
}
