package no.ajour.doctor;

import java.util.List;
import java.util.Map;
import no.ajour.run.JobSettings;
import no.ajour.tenant.Tenant;

/** For which tenants an API is asked. Some APIs are one job's alone, and the job may be off or not for every tenant. */
final class ApiUsers {
    private static final Map<String, String> ONE_JOBS = Map.of(
            "kjernejournal", "health-indicators",
            "phr", "document-references",
            "phr-documents", "document-references");

    private final Settings settings;

    ApiUsers(Settings settings) {
        this.settings = settings;
    }

    /** @throws NotPossible if there are none, or the job's settings are wrong */
    List<Tenant> of(String api, List<Tenant> tenants) {
        var users = among(api, tenants);
        if (users.isEmpty()) {
            throw new NotPossible("the job " + ONE_JOBS.get(api) + ", which alone uses it, is off");
        }
        return users;
    }

    /**
     * The same, or none.
     *
     * @throws NotPossible if the job's settings are wrong
     */
    List<Tenant> among(String api, List<Tenant> tenants) {
        var job = ONE_JOBS.get(api);
        if (job == null) {
            return tenants;
        }
        var how = settings.require("ajour.jobs." + job, JobSettings.class);
        return tenants.stream().filter(tenant -> how.concerns(tenant.orgnr())).toList();
    }
}
