package no.ajour.helseid;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeSet;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiResponse;
import no.ajour.http.Attempts;
import no.ajour.http.Outcome;
import no.ajour.http.RetryAfter;
import no.ajour.http.SecureUrl;
import no.ajour.http.Sender;
import no.ajour.http.Step;
import no.ajour.http.Timing;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HelseID's metadata (OpenID Connect Discovery 1.0), held for a day as HelseID recommends. */
final class Discovery {
    private static final Logger log = LoggerFactory.getLogger(Discovery.class);
    private static final String WHAT = "HelseID: metadata";
    private static final Duration STALE_LIFE = Duration.ofMinutes(5);
    private static final long LONGEST = 1024 * 1024;

    private final String issuer;
    private final Duration life;
    private final Sender sender;
    private final Attempts attempts;
    private final ClockSkew skew;
    private final Timing timing;
    private @Nullable Metadata held;
    private Instant heldUntil = Instant.MIN;

    Discovery(HelseIdSettings settings, Sender sender, Attempts attempts, ClockSkew skew, Timing timing) {
        this.issuer = settings.requiredIssuer();
        this.life = settings.metadataLife();
        this.sender = sender;
        this.attempts = attempts;
        this.skew = skew;
        this.timing = timing;
    }

    /** Held or newly read. While HelseID cannot be reached, what was held before is still good. */
    synchronized Metadata metadata() {
        Metadata old = held;
        if (old != null && timing.instant().isBefore(heldUntil)) {
            return old;
        }
        Metadata now;
        Duration good = life;
        try {
            now = attempts.run(this::read);
        } catch (TryLater e) {
            if (old == null) {
                throw e;
            }
            log.info("{}. The metadata read before are used on", e.getMessage());
            now = old;
            good = STALE_LIFE;
        }
        held = now;
        heldUntil = timing.instant().plus(good);
        return now;
    }

    private Step<Metadata> read() {
        var request = new Request.Builder()
                .url(bare(issuer) + "/.well-known/openid-configuration")
                .header("Accept", "application/json")
                .build();
        Instant sent = timing.instant();
        return switch (sender.send(WHAT, null, request)) {
            case Outcome.NoAnswer none -> new Step.Again<>(WHAT + " could not be read: " + none.why(), null);
            case Outcome.Answer answer -> {
                try (ApiResponse response = answer.response()) {
                    skew.notice(sent, timing.instant(), response.serverTime());
                    yield judge(response);
                }
            }
        };
    }

    private Step<Metadata> judge(ApiResponse response) {
        int status = response.status();
        if (status == 200) {
            return parse(response);
        }
        if (status == 429 || status >= 500) {
            return new Step.Again<>(
                    WHAT + " request was answered " + status, RetryAfter.of(response, timing.instant()));
        }
        throw new WrongInstallation(WHAT + " request was answered " + status + "; check ajour.helseid.issuer");
    }

    private Step<Metadata> parse(ApiResponse response) {
        JsonNode json;
        try {
            json = new JsonMapper().readTree(response.bytes(LONGEST));
        } catch (TryLater | JacksonException e) {
            return new Step.Again<>(WHAT + " could not be read to the end as JSON", null);
        }
        String named = json.path("issuer").asString("");
        if (!bare(named).equals(bare(issuer))) {
            throw new WrongInstallation(
                    WHAT + " name another issuer than " + issuer + "; correct ajour.helseid.issuer");
        }
        var algorithms = new TreeSet<String>();
        json.path("token_endpoint_auth_signing_alg_values_supported")
                .forEach(algorithm -> algorithms.add(algorithm.asString("")));
        return new Step.Done<>(new Metadata(named, tokenEndpoint(json), algorithms, loginEndpoints(json)));
    }

    private static String bare(String url) {
        return StringUtils.trimTrailingCharacter(url, '/');
    }

    private LoginEndpoints loginEndpoints(JsonNode json) {
        return new LoginEndpoints(
                endpoint(json, "pushed_authorization_request_endpoint"),
                endpoint(json, "authorization_endpoint"),
                endpoint(json, "jwks_uri"),
                endpoint(json, "revocation_endpoint"),
                json.path("authorization_response_iss_parameter_supported").booleanValue(false));
    }

    private URI tokenEndpoint(JsonNode json) {
        URI endpoint = endpoint(json, "token_endpoint");
        if (endpoint == null) {
            throw new WrongInstallation(
                    WHAT + " have no token_endpoint at the issuer's own address; check ajour.helseid.issuer");
        }
        return endpoint;
    }

    // Assertions stay home as tokens do: whoever can change the metadata cannot have them sent elsewhere.
    private @Nullable URI endpoint(JsonNode json, String name) {
        try {
            var endpoint = URI.create(json.path(name).asString(""));
            return SecureUrl.isSecure(endpoint) && origin(endpoint).equals(origin(URI.create(issuer)))
                    ? endpoint
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String origin(URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return (url.getScheme() + "://" + url.getHost() + ":" + port).toLowerCase(Locale.ROOT);
    }
}
