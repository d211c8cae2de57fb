package no.ajour.digitalactive;

import java.util.ArrayList;
import java.util.List;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.Api;
import no.ajour.http.ApiRequest;
import no.ajour.http.ApiResponse;
import no.ajour.http.Apis;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls DigitaltAktivStatusEndringer. The list is the same for everyone, so the first tenant whose token may read it
 * reads it for all.
 */
final class ChangeListApi {
    private static final Logger log = LoggerFactory.getLogger(ChangeListApi.class);

    private final Apis apis;
    private final Tenants tenants;
    private final DigitalActiveSettings settings;

    ChangeListApi(Apis apis, Tenants tenants, DigitalActiveSettings settings) {
        this.apis = apis;
        this.tenants = tenants;
        this.settings = settings;
    }

    /**
     * @param offset verbatim as it was received; null for all that Helsenorge has
     * @throws WrongInstallation if no tenant may read the list
     */
    ApiResponse get(@Nullable String offset) {
        var api = apis.get(HELSENORGE);
        WrongInstallation refused = new WrongInstallation(
                "There is no tenant to read Helsenorge's change list for; name one under ajour.tenants.");
        var left = readers();
        while (!left.isEmpty()) {
            var tenant = left.removeFirst();
            try {
                return get(api, tenant, offset);
            } catch (WrongInstallation e) {
                refused = e;
                if (!left.isEmpty()) {
                    log.warn(
                            "The change list cannot be read as {}, next is {}: {}",
                            tenant,
                            left.getFirst(),
                            e.getMessage());
                }
            }
        }
        throw refused;
    }

    static final String HELSENORGE = "helsenorge";

    private ApiResponse get(Api api, Tenant tenant, @Nullable String offset) {
        var request = ApiRequest.get("Helsenorge's change list", tenant, settings.changeListPath())
                .accept("application/json");
        return api.send(offset == null ? request : request.query("offset", offset));
    }

    private List<Tenant> readers() {
        if (settings.pollAs().isEmpty()) {
            return new ArrayList<>(tenants.tenants());
        }
        var readers = new ArrayList<Tenant>();
        for (var orgnr : settings.pollAs()) {
            readers.add(tenants.find(orgnr)
                    .orElseThrow(() -> new WrongInstallation("ajour.jobs.digital-active.poll-as names " + orgnr
                            + ", which is not under ajour.tenants; add it there or remove it here.")));
        }
        return readers;
    }
}
