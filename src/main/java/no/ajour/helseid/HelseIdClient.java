package no.ajour.helseid;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import no.ajour.http.Attempts;
import no.ajour.http.Credentials;
import no.ajour.http.HttpClients;
import no.ajour.http.Limits;
import no.ajour.http.Sender;
import no.ajour.http.Timing;
import no.ajour.http.TokenScheme;
import no.ajour.session.Sessions;
import no.ajour.session.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/** Our client at HelseID with its key read and its cache of tokens. */
final class HelseIdClient {
    /** HelseID's name in messages and metrics. */
    static final String API = "helseid";

    private final HelseIdSettings settings;
    private final Timing timing;
    private final ClientKey key;
    private final ClockSkew skew;
    private final Sender sender;
    private final Attempts attempts;
    private final Discovery discovery;
    private final TokenEndpoint endpoint;
    private final TokenCache cache;
    private final TokenMeter meter;
    private final @Nullable Supplier<UserTokens> userTokens;

    /** Without people's sessions. */
    HelseIdClient(HelseIdSettings settings, HttpClients clients, Timing timing) {
        this(settings, null, clients, timing, null);
    }

    HelseIdClient(
            HelseIdSettings settings,
            @Nullable LoginSettings login,
            HttpClients clients,
            Timing timing,
            @Nullable Sessions sessions) {
        this.settings = settings;
        this.timing = timing;
        settings.requiredIssuer();
        settings.requiredClientId();
        this.key = ClientKey.read(settings.requiredKeyFile());
        this.meter = new TokenMeter(clients.meters());
        this.cache = new TokenCache(timing);
        this.sender = clients.sender(API, settings.http());
        this.attempts = new Attempts(API, settings.http(), timing);
        this.skew = new ClockSkew(settings.clockSkewWarning(), timing);
        this.discovery = new Discovery(settings, sender, attempts, skew, timing);
        this.endpoint = new TokenEndpoint(
                settings, discovery, DpopProofs.create(settings.dpopKey(), key, timing), channel(sender, attempts));
        // Not before it is asked for: a fault in its settings is nothing to whom nobody logs in for.
        this.userTokens = login == null || sessions == null
                ? null
                : SingletonSupplier.of(() -> userTokens(login, sessions, clients));
    }

    private UserTokens userTokens(LoginSettings login, Sessions sessions, HttpClients clients) {
        Limits limits = within(login.refreshWithin());
        BackChannel refreshes = channel(clients.sender(API, limits), new Attempts(API, limits, timing));
        return new UserTokens(settings, login, sessions, vault(login), discovery, refreshes, timing);
    }

    // Two attempts, each of two requests if a nonce is wanted, and the wait between.
    private static Limits within(Duration time) {
        Duration call = time.dividedBy(5);
        Duration wait = time.dividedBy(20);
        return new Limits(call, call, call, 2, wait, wait, wait.multipliedBy(2), 10, 10);
    }

    /** For what is posted with the limits of the settings. */
    BackChannel channel() {
        return channel(sender, attempts);
    }

    private BackChannel channel(Sender by, Attempts tries) {
        return new BackChannel(settings, new ClientAssertions(settings, key, timing), by, tries, skew, timing);
    }

    Vault vault(LoginSettings login) {
        return UserVault.of(settings, login, key);
    }

    Discovery discovery() {
        return discovery;
    }

    Sender sender() {
        return sender;
    }

    Attempts attempts() {
        return attempts;
    }

    /** @throws no.ajour.failure.WrongInstallation if HelseID refuses */
    Credentials.Grant grant(TokenOrder order) {
        try {
            return new Held(order.scheme(), TokenKey.of(order, settings, key), token(order));
        } catch (TokenRefused e) {
            throw e.failure();
        }
    }

    /** @throws TokenRefused if HelseID refuses */
    AccessToken token(TokenOrder order) {
        return cache.get(TokenKey.of(order, settings, key), () -> meter.count(() -> fetch(order)));
    }

    private AccessToken fetch(TokenOrder order) {
        if (!order.user()) {
            return endpoint.fetch(order);
        }
        if (userTokens == null) {
            throw SessionOver.nobody(order);
        }
        return userTokens.get().fetch(order);
    }

    private final class Held implements Credentials.Grant {
        private final TokenScheme scheme;
        private final TokenKey tokenKey;
        private final AccessToken token;

        Held(TokenScheme scheme, TokenKey tokenKey, AccessToken token) {
            this.scheme = scheme;
            this.tokenKey = tokenKey;
            this.token = token;
        }

        @Override
        public Map<String, String> headers(String method, URI url, @Nullable String nonce) {
            var headers = new LinkedHashMap<String, String>();
            headers.put("Authorization", scheme.word() + " " + token.value());
            if (token.proofs() != null) {
                headers.put("DPoP", token.proofs().create(method, url, token.value(), nonce));
            }
            return headers;
        }

        @Override
        public void refused() {
            cache.drop(tokenKey, token);
        }
    }
}
