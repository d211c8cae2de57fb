package no.ajour.doctor;

import java.util.ArrayList;
import java.util.List;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiProperties;
import no.ajour.http.Reach;

/** Whether each API's host answers over TLS. No token is sent, and no address of the API is touched but its ping. */
final class ReachCheck implements Check {
    private final HelseId helseId;
    private final ConfiguredApis apis;

    ReachCheck(HelseId helseId, ConfiguredApis apis) {
        this.helseId = helseId;
        this.apis = apis;
    }

    @Override
    public String name() {
        return "api";
    }

    @Override
    public List<Finding> findings() {
        var reach = new Reach(helseId.clients(), HelseId.SHORT);
        var findings = new ArrayList<Finding>();
        for (String api : apis.names()) {
            try {
                findings.add(finding(reach, api, apis.require(api)));
            } catch (NotPossible e) {
                findings.add(Finding.skipped(name(), api, api + ": " + e.getMessage()));
            } catch (WrongInstallation e) {
                findings.add(Finding.wrong(name(), api, e));
            }
        }
        return findings;
    }

    private Finding finding(Reach reach, String api, ApiProperties properties) {
        String host = properties.requiredBaseUrl().getAuthority();
        var ping = properties.openPingPath();
        var answer = ping == null
                ? reach.ask(api, properties.requiredBaseUrl())
                : reach.ping(api, properties.requiredBaseUrl(), ping);
        return switch (answer) {
            case Reach.Answer.Answered answered ->
                ping == null ? answered(api, host, answered.status()) : pinged(api, host, ping, answered.status());
            case Reach.Answer.Silence none ->
                Finding.wrong(
                        name(),
                        api,
                        "%s: %s does not answer: %s".formatted(api, host, none.why()),
                        "check %s.base-url, the name server, and any proxy or firewall between"
                                .formatted(apis.prefix(api)));
        };
    }

    private Finding pinged(String api, String host, String path, int status) {
        var found = "%s: %s answers %d to %s without a token".formatted(api, host, status, path);
        return status < 300
                ? Finding.ok(name(), api, found)
                : Finding.warning(
                        name(),
                        api,
                        found,
                        "compare %s.base-url and open-ping-path with the API's documentation; if they are right, see NHN's"
                                        .formatted(apis.prefix(api))
                                + " operational messages");
    }

    private Finding answered(String api, String host, int status) {
        return status < 500
                ? Finding.ok(name(), api, "%s: %s answers (%d to a HEAD without a token)".formatted(api, host, status))
                : Finding.warning(
                        name(),
                        api,
                        "%s: %s answers %d".formatted(api, host, status),
                        "see NHN's operational messages; runs try again by themselves");
    }
}
