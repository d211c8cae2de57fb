package no.ajour.doctor;

import java.util.ArrayList;
import java.util.List;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiProperties;
import no.ajour.http.Reach;

/** Whether each API's host answers over TLS. No token is sent and no address of the API is touched. */
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
        return switch (reach.ask(api, properties.requiredBaseUrl())) {
            case Reach.Answer.Answered answer -> answered(api, host, answer.status());
            case Reach.Answer.Silence none ->
                Finding.wrong(
                        name(),
                        api,
                        "%s: %s does not answer: %s".formatted(api, host, none.why()),
                        "check %s.base-url, the name server, and any proxy or firewall between"
                                .formatted(apis.prefix(api)));
        };
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
