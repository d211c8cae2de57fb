package no.ajour.http;

import java.net.URI;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The rule for every configured URL that a token or a client assertion is sent to: TLS, or this machine itself. */
public final class SecureUrl {
    private SecureUrl() {}

    /**
     * Refuses a configured URL that breaks the rule.
     *
     * @param property named in the message
     * @throws IllegalArgumentException if the URL is missing, is neither https nor on the loopback interface, or has a
     *     user, query or fragment
     */
    public static void require(String property, @Nullable URI url) {
        // A port beyond 65535 is no URL for OkHttp.
        if (url == null || url.getHost() == null || HttpUrl.get(url) == null) {
            throw new IllegalArgumentException(property + " must be a full URL such as https://host/path");
        }
        if (!isSecure(url)) {
            throw new IllegalArgumentException(property + " must start with https:// (http:// is for localhost only)");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(property + " must have no user, query or fragment");
        }
    }

    /** Whether it is https, or http to a loopback address by name or number. Nothing is looked up. */
    public static boolean isSecure(URI url) {
        String host = url.getHost();
        return "https".equalsIgnoreCase(url.getScheme())
                || ("http".equalsIgnoreCase(url.getScheme()) && host != null && isLoopback(host));
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    }
}
