package no.ajour.http;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import no.ajour.failure.WrongInstallation;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Where a request goes. Tokens stay home: only URLs with the scheme, host and port of the configured base URL are
 * produced, whatever a server put into a {@code next} link or a Location header. The URL itself is never told in a
 * message.
 */
final class Target {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

    private final String api;
    private final HttpUrl base;

    Target(String api, URI baseUrl) {
        this.api = api;
        this.base = Objects.requireNonNull(HttpUrl.get(baseUrl));
    }

    /** @throws WrongInstallation if it leads elsewhere */
    HttpUrl of(ApiRequest request) {
        HttpUrl url = resolve(request.pathOrUrl());
        if (url == null || !Links.leadsHome(base, url)) {
            throw new WrongInstallation(api + ": " + request
                    + " was given a URL outside the API's own scheme, host and port, and no token was sent there."
                    + " If the API has moved, correct ajour.apis." + api + ".base-url");
        }
        // Nothing of a fragment is sent, and what stands in it need not be a URI.
        HttpUrl.Builder complete = url.newBuilder().fragment(null);
        for (Map.Entry<String, String> parameter : request.query()) {
            complete.addQueryParameter(parameter.getKey(), parameter.getValue());
        }
        return complete.build();
    }

    private @Nullable HttpUrl resolve(String pathOrUrl) {
        if (pathOrUrl.length() > Links.LONGEST) {
            return null;
        }
        if (SCHEME.matcher(pathOrUrl).matches()) {
            HttpUrl absolute = HttpUrl.parse(pathOrUrl);
            return absolute == null || hasUser(absolute) ? null : absolute;
        }
        if (pathOrUrl.matches("[/\\\\]{2}.*")) {
            return null; // a network-path reference (RFC 3986 section 4.2) names a host
        }
        String root = StringUtils.trimTrailingCharacter(base.toString(), '/');
        String path = pathOrUrl.replaceFirst("^/", "");
        return HttpUrl.parse(path.isEmpty() ? root : root + "/" + path);
    }

    private static boolean hasUser(HttpUrl url) {
        return !url.username().isEmpty() || !url.password().isEmpty();
    }
}
