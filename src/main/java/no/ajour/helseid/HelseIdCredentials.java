package no.ajour.helseid;

import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiProperties;
import no.ajour.http.Credentials;
import no.ajour.http.HttpClients;
import no.ajour.http.Timing;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/** Tokens from HelseID. Nothing is read or sent before the first is asked for: not every command needs one. */
public final class HelseIdCredentials implements Credentials {
    private final HelseIdSettings settings;
    private final HttpClients clients;
    private final Timing timing;
    private @Nullable HelseIdClient client;

    public HelseIdCredentials(HelseIdSettings settings, HttpClients clients, Timing timing) {
        this.settings = settings;
        this.clients = clients;
        this.timing = timing;
    }

    @Override
    public Grant grant(String api, ApiProperties properties, Tenant tenant) {
        if (properties.user()) {
            throw new WrongInstallation("ajour.apis." + api + " needs a person's session, and nobody is logged in for "
                    + tenant + "; log in with: ajour login --tenant " + tenant.orgnr());
        }
        TokenOrder order = TokenOrder.of(api, properties, tenant);
        return client().grant(order);
    }

    private synchronized HelseIdClient client() {
        if (client == null) {
            client = new HelseIdClient(settings, clients, timing);
        }
        return client;
    }
}
