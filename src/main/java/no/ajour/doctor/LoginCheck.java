package no.ajour.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import no.ajour.helseid.LoginSettings;
import no.ajour.helseid.SessionState;
import no.ajour.helseid.SessionStates;
import no.ajour.screen.Ages;
import no.ajour.session.Sessions;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/** Whether somebody is logged in for each tenant that uses an API which wants a person's token, and for how long. */
final class LoginCheck implements Check {
    private static final int MOST_NAMED = 10;

    private final HelseId helseId;
    private final ConfiguredApis apis;
    private final ApiUsers users;
    private final Settings settings;
    private final Database database;
    private @Nullable Tenant loggedIn;

    LoginCheck(HelseId helseId, ConfiguredApis apis, Settings settings, Database database) {
        this.helseId = helseId;
        this.apis = apis;
        this.users = new ApiUsers(settings);
        this.settings = settings;
        this.database = database;
    }

    @Override
    public String name() {
        return "login";
    }

    /** None where no API that is used wants a person's token. */
    @Override
    public List<Finding> findings() {
        // Read in any case, so that they are known to be settings.
        LoginSettings login = settings.require(LoginSettings.class);
        var all = settings.require(Tenants.class).tenants();
        var used = apis.ofPeople().stream()
                .filter(api -> !users.among(api, all).isEmpty())
                .toList();
        if (used.isEmpty()) {
            return List.of();
        }
        var tenants = all.stream()
                .filter(tenant -> used.stream()
                        .anyMatch(api -> !users.among(api, List.of(tenant)).isEmpty()))
                .toList();
        var states = new SessionStates(helseId.settings(), login, new Sessions(database.connected()), helseId.timing())
                .of(tenants);
        String whatFor = String.join(", ", used);
        Instant now = helseId.timing().instant();
        var findings = new ArrayList<Finding>();
        loggedIn = states.stream()
                .filter(state -> state.kind() == SessionState.Kind.OPEN)
                .map(SessionState::tenant)
                .findFirst()
                .orElse(null);
        for (var state : states) {
            Finding finding = finding(state, whatFor, login.warnBefore(), now);
            if (finding != null) {
                findings.add(finding);
            }
        }
        var without = states.stream()
                .filter(state -> state.kind() == SessionState.Kind.NONE)
                .map(state -> state.tenant().orgnr())
                .toList();
        if (!without.isEmpty()) {
            findings.add(nobody(whatFor, without));
        }
        return findings;
    }

    /** A tenant for which somebody is logged in, as far as is known here; null if there is none, or nobody has looked. */
    @Nullable
    Tenant loggedIn() {
        return loggedIn;
    }

    // Not wrong: not every tenant needs to use the API. One that somebody had logged in for does.
    private Finding nobody(String whatFor, List<String> orgnrs) {
        String named = String.join(", ", orgnrs.subList(0, Math.min(MOST_NAMED, orgnrs.size())));
        String more = orgnrs.size() > MOST_NAMED ? " and " + (orgnrs.size() - MOST_NAMED) + " more" : "";
        return Finding.warning(
                name(),
                orgnrs.size() == 1 ? orgnrs.getFirst() : null,
                "%s: nobody is logged in for %s%s".formatted(whatFor, named, more),
                "ajour login --tenant " + (orgnrs.size() == 1 ? orgnrs.getFirst() : "ORGNR")
                        + ", where the tenant is to use it");
    }

    private @Nullable Finding finding(SessionState state, String whatFor, Duration warnBefore, Instant now) {
        String orgnr = state.tenant().orgnr();
        String about = whatFor + ": " + state.tenant() + ": ";
        String again = "ajour login --tenant " + orgnr;
        return switch (state.kind()) {
            case NONE -> null;
            case EXPIRED -> Finding.wrong(name(), orgnr, about + "the session expired at " + state.until(), again);
            case ENDED ->
                Finding.wrong(name(), orgnr, about + "the session is over: HelseID took its token no more", again);
            case UNREADABLE ->
                Finding.wrong(
                        name(),
                        orgnr,
                        about + "the session was stored by another client or key, or for another tenant",
                        again);
            case OPEN -> open(state, about, again, warnBefore, now);
        };
    }

    private Finding open(SessionState state, String about, String again, Duration warnBefore, Instant now) {
        String orgnr = state.tenant().orgnr();
        if (state.until() == null) {
            return Finding.ok(name(), orgnr, about + "somebody is logged in; HelseID does not tell for how long");
        }
        Duration left = Duration.between(now, state.until());
        String found = about + "somebody is logged in for another " + Ages.length(left);
        return left.compareTo(warnBefore) < 0
                ? Finding.warning(name(), orgnr, found, again + ", before it ends")
                : Finding.ok(name(), orgnr, found);
    }
}
