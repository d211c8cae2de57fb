package no.ajour.helseid;

import java.time.Duration;
import no.ajour.failure.TryLater;
import no.ajour.http.ApiProperties;
import no.ajour.http.Attempts;
import no.ajour.http.Credentials;
import no.ajour.http.HttpClients;
import no.ajour.http.Limits;
import no.ajour.http.Timing;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * The client that the jobs use, step by step, for looking into what is wrong. A token that it has been given stays with
 * it, so that no second one is asked for.
 */
public final class HelseIdProbe implements Credentials {
    private final HelseIdSettings settings;
    private final HttpClients clients;
    private final Timing timing;
    private final ClockSkew skew;
    private @Nullable Discovery discovery;
    private @Nullable HelseIdClient client;

    /** @param limits in place of those of the settings */
    public HelseIdProbe(HelseIdSettings settings, HttpClients clients, Limits limits, Timing timing) {
        this.settings = settings.within(limits);
        this.clients = clients;
        this.timing = timing;
        this.skew = new ClockSkew(settings.clockSkewWarning(), timing);
    }

    /**
     * The client's id.
     *
     * @throws no.ajour.failure.WrongInstallation if it is not set
     */
    public String clientId() {
        return settings.requiredClientId();
    }

    /**
     * Reads the key file.
     *
     * @throws no.ajour.failure.WrongInstallation if there is none, or it holds no key that can be used
     */
    public KeyFacts key() {
        return ClientKey.read(settings.requiredKeyFile()).facts();
    }

    /**
     * Reads HelseID's metadata.
     *
     * @throws TryLater if HelseID cannot be reached
     * @throws no.ajour.failure.WrongInstallation if what answers is not the issuer of the settings
     */
    public synchronized HelseIdFacts metadata() {
        if (discovery == null) {
            var sender = clients.sender(HelseIdClient.API, settings.http());
            discovery = new Discovery(
                    settings, sender, new Attempts(HelseIdClient.API, settings.http(), timing), skew, timing);
        }
        Metadata metadata = discovery.metadata();
        return new HelseIdFacts(metadata.issuer(), metadata.assertionAlgorithms());
    }

    /** How far our clock is ahead of HelseID's, negative if behind; null while no answer to {@link #metadata} told. */
    public @Nullable Duration ahead() {
        return skew.ahead();
    }

    /**
     * Asks for a token.
     *
     * @throws no.ajour.failure.WrongInstallation if settings or key do not even allow to ask
     */
    public TokenReply token(String api, ApiProperties properties, Tenant tenant) {
        try {
            var token = client().token(TokenOrder.of(api, properties, tenant));
            return new TokenReply.Granted(token.facts());
        } catch (TokenRefused e) {
            return new TokenReply.Refused(e.found(), e.fix());
        } catch (TryLater e) {
            return new TokenReply.NoAnswer(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Grant grant(String api, ApiProperties properties, Tenant tenant) {
        return client().grant(TokenOrder.of(api, properties, tenant));
    }

    private synchronized HelseIdClient client() {
        if (client == null) {
            client = new HelseIdClient(settings, clients, timing);
        }
        return client;
    }
}
