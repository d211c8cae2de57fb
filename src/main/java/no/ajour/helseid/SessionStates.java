package no.ajour.helseid;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.ajour.http.Timing;
import no.ajour.session.Sealed;
import no.ajour.session.Sessions;
import no.ajour.session.StoredSession;
import no.ajour.session.Unreadable;
import no.ajour.session.Vault;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/** Looks at the sessions without spending any of them. */
public final class SessionStates {
    private final HelseIdSettings settings;
    private final LoginSettings login;
    private final Sessions sessions;
    private final Timing timing;

    public SessionStates(HelseIdSettings settings, LoginSettings login, Sessions sessions, Timing timing) {
        this.settings = settings;
        this.login = login;
        this.sessions = sessions;
        this.timing = timing;
    }

    /**
     * One for each tenant, in their order.
     *
     * @throws no.ajour.failure.WrongInstallation if client id, key or secret are not there to open them with
     */
    public List<SessionState> of(List<Tenant> tenants) {
        var stored = sessions.of(tenants.stream().map(Tenant::orgnr).toList()).stream()
                .collect(Collectors.toMap(StoredSession::tenant, Function.identity()));
        if (stored.isEmpty()) {
            return tenants.stream().map(SessionStates::none).toList();
        }
        Vault vault = UserVault.of(settings, login, ClientKey.read(settings.requiredKeyFile()));
        Instant now = timing.instant();
        return tenants.stream()
                .map(tenant -> state(tenant, stored.get(tenant.orgnr()), vault, now))
                .toList();
    }

    private static SessionState none(Tenant tenant) {
        return new SessionState(tenant, SessionState.Kind.NONE, null, Set.of(), null, null, null);
    }

    private static SessionState state(Tenant tenant, @Nullable StoredSession held, Vault vault, Instant now) {
        if (held == null) {
            return none(tenant);
        }
        Sealed sealed = held.sealed();
        String who = null;
        var kind = SessionState.Kind.ENDED;
        if (sealed != null) {
            try {
                who = vault.open(held.tenant(), sealed).who();
                kind = held.isExpired(now) ? SessionState.Kind.EXPIRED : SessionState.Kind.OPEN;
            } catch (Unreadable e) {
                kind = SessionState.Kind.UNREADABLE;
            }
        }
        return new SessionState(tenant, kind, who, held.scopes(), held.begunAt(), held.refreshedAt(), held.expiresAt());
    }
}
