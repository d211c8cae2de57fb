package no.ajour.helseid;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import no.ajour.http.Attempts;
import no.ajour.http.Credentials;
import no.ajour.http.HttpClients;
import no.ajour.http.Sender;
import no.ajour.http.Timing;
import no.ajour.http.TokenScheme;
import org.jspecify.annotations.Nullable;

/** Our client at HelseID with its key read and its cache of tokens. */
final class HelseIdClient {
    /** HelseID's name in messages and metrics. */
    static final String API = "helseid";

    private final HelseIdSettings settings;
    private final ClientKey key;
    private final DpopProofs proofs;
    private final TokenEndpoint endpoint;
    private final TokenCache cache;
    private final TokenMeter meter;

    HelseIdClient(HelseIdSettings settings, HttpClients clients, Timing timing) {
        this.settings = settings;
        settings.requiredIssuer();
        settings.requiredClientId();
        this.key = ClientKey.read(settings.requiredKeyFile());
        this.proofs = DpopProofs.create(settings.dpopKey(), key, timing);
        this.meter = new TokenMeter(clients.meters());
        this.cache = new TokenCache(timing);
        Sender sender = clients.sender(API, settings.http());
        var attempts = new Attempts(API, settings.http(), timing);
        var skew = new ClockSkew(settings.clockSkewWarning(), timing);
        var discovery = new Discovery(settings, sender, attempts, skew, timing);
        var assertions = new ClientAssertions(settings, key, timing);
        this.endpoint = new TokenEndpoint(settings, discovery, assertions, proofs, sender, attempts, skew, timing);
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
        return cache.get(TokenKey.of(order, settings, key), () -> meter.count(() -> endpoint.fetch(order)));
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
            if (scheme == TokenScheme.DPOP) {
                headers.put("DPoP", proofs.create(method, url, token.value(), nonce));
            }
            return headers;
        }

        @Override
        public void refused() {
            cache.drop(tokenKey, token);
        }
    }
}
