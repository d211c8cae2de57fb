package no.ajour.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import no.ajour.failure.WrongInstallation;
import no.ajour.helseid.HelseIdProbe;
import no.ajour.http.ApiProperties;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/** Whether HelseID gives every tenant the token that each API wants. */
final class TokenCheck implements Check {
    private final HelseId helseId;
    private final ConfiguredApis apis;
    private final ApiUsers users;
    private final Settings settings;
    private final Map<String, Tenant> granted = new TreeMap<>();

    TokenCheck(HelseId helseId, ConfiguredApis apis, Settings settings) {
        this.helseId = helseId;
        this.apis = apis;
        this.users = new ApiUsers(settings);
        this.settings = settings;
    }

    @Override
    public String name() {
        return "token";
    }

    @Override
    public List<Finding> findings() {
        var tenants = settings.require(Tenants.class).tenants();
        if (tenants.isEmpty()) {
            throw new NotPossible("there are no tenants");
        }
        HelseIdProbe probe = helseId.ready();
        var findings = new ArrayList<Finding>();
        for (String api : apis.names()) {
            try {
                ApiProperties properties = apis.require(api);
                var of = users.of(api, tenants);
                if (properties.user()) {
                    findings.add(Finding.skipped(
                            name(), api, api + ": takes a person's token, and a look is no reason to spend a session"));
                } else {
                    findings.addAll(findings(probe, api, properties, of));
                }
            } catch (NotPossible e) {
                findings.add(Finding.skipped(name(), api, api + ": " + e.getMessage()));
            } catch (WrongInstallation e) {
                findings.add(Finding.wrong(name(), api, e));
            }
        }
        return findings;
    }

    private List<Finding> findings(HelseIdProbe probe, String api, ApiProperties properties, List<Tenant> tenants) {
        var replies = TokenReplies.of(tenants, tenant -> probe.token(api, properties, tenant));
        var first = replies.firstGranted();
        if (first != null) {
            granted.put(api, first);
        }
        return replies.findings(name(), api);
    }

    /** A tenant that was given a token for the API; null if none was, or none has been asked for. */
    @Nullable
    Tenant granted(String api) {
        return granted.get(api);
    }
}
