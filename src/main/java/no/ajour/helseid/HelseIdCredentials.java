package no.ajour.helseid;

import no.ajour.http.ApiProperties;
import no.ajour.http.Credentials;
import no.ajour.http.HttpClients;
import no.ajour.http.Timing;
import no.ajour.session.Sessions;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/** Tokens from HelseID. Nothing is read or sent before the first is asked for: not every command needs one. */
public final class HelseIdCredentials implements Credentials {
    private final HelseIdSettings settings;
    private final LoginSettings login;
    private final HttpClients clients;
    private final Timing timing;
    private final Sessions sessions;
    private @Nullable HelseIdClient client;

    /** @param sessions of people, for the APIs that want a person's token */
    public HelseIdCredentials(
            HelseIdSettings settings, LoginSettings login, HttpClients clients, Timing timing, Sessions sessions) {
        this.settings = settings;
        this.login = login;
        this.clients = clients;
        this.timing = timing;
        this.sessions = sessions;
    }

    @Override
    public Grant grant(String api, ApiProperties properties, Tenant tenant) {
        TokenOrder order = TokenOrder.of(api, properties, tenant);
        return client().grant(order);
    }

    private synchronized HelseIdClient client() {
        if (client == null) {
            client = new HelseIdClient(settings, login, clients, timing, sessions);
        }
        return client;
    }
}
