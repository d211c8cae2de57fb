package no.ajour.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import no.ajour.failure.Failure;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiProperties;
import no.ajour.http.ApiRequest;
import no.ajour.http.ApiSettings;
import no.ajour.http.Apis;
import no.ajour.http.Credentials;
import no.ajour.tenant.Tenant;

/** Calls each API's ping with a token, where the installation has named one: whether the API takes our token. */
final class PingCheck implements Check {
    // Reading an event marks it as read, and the change list is as long as the country.
    private static final Pattern NO_PING = Pattern.compile(
            "/(_search|Bundle|Composition|MedicationDispense|DigitaltAktivStatusEndringer)(/|$)",
            Pattern.CASE_INSENSITIVE);

    private final HelseId helseId;
    private final ConfiguredApis apis;
    private final TokenCheck tokens;
    private final LoginCheck logins;
    private final Parts parts;

    PingCheck(HelseId helseId, ConfiguredApis apis, TokenCheck tokens, LoginCheck logins, Parts parts) {
        this.helseId = helseId;
        this.apis = apis;
        this.tokens = tokens;
        this.logins = logins;
        this.parts = parts;
    }

    @Override
    public String name() {
        return "ping";
    }

    /** None for an API without a ping. */
    @Override
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        for (String api : apis.names()) {
            try {
                ApiProperties properties = apis.require(api);
                if (properties.pingPath() != null) {
                    findings.add(finding(api, properties, properties.pingPath()));
                }
            } catch (NotPossible e) {
                // Told by the check that asks the API without a token.
            } catch (Failure e) {
                findings.add(Finding.wrong(name(), api, e));
            }
        }
        return findings;
    }

    // A session is refreshed as jobs refresh it, so that none of its tokens is spent twice.
    private Credentials credentials(ApiProperties properties) {
        return properties.user() ? parts.get(Credentials.class) : helseId.probe();
    }

    private Finding finding(String api, ApiProperties properties, String path) {
        if (NO_PING.matcher(path).find()) {
            throw new WrongInstallation(apis.prefix(api)
                    + ".ping-path leads to events or changes, and reading them marks them as read; name a path that"
                    + " does nothing, or remove it");
        }
        Tenant tenant = properties.user() ? logins.loggedIn() : tokens.granted(api);
        if (tenant == null) {
            return Finding.skipped(
                    name(),
                    api,
                    api + (properties.user() ? ": nobody is logged in" : ": no tenant has a token for it"));
        }
        var only = new ApiSettings(Map.of(api, properties.within(HelseId.SHORT)));
        var call =
                new Apis(only, helseId.http(), helseId.clients(), credentials(properties), helseId.timing()).get(api);
        try (var response = call.send(ApiRequest.get("ping", tenant, path))) {
            return Finding.ok(name(), api, "%s: %s answers %d for %s".formatted(api, path, response.status(), tenant));
        }
    }
}
