package no.ajour.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import no.ajour.failure.WrongInstallation;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The jobs of an installation: those that have settings.
 *
 * @param jobs name to the settings that every job has; a job's own are read by its package
 */
@ConfigurationProperties("ajour")
public record Jobs(@DefaultValue Map<String, JobSettings> jobs) {
    // Known here and not by the job alone, since whoever only looks at the tables does not load the jobs.
    private static final Set<String> ONCE_FOR_ALL = Set.of("housekeeping");

    public Jobs {
        jobs = Map.copyOf(jobs);
    }

    public JobSettings of(String job) {
        return jobs.getOrDefault(job, JobSettings.standard());
    }

    /** In alphabetical order. */
    public List<String> names() {
        return jobs.keySet().stream().sorted().toList();
    }

    /**
     * The tenants that a job runs for, in the order of the configuration; none if it is off.
     *
     * @throws WrongInstallation if none is configured, or the job names one that is not
     */
    public List<Tenant> tenants(String job, Tenants configured) {
        var all = configured.required();
        for (var orgnr : of(job).tenants()) {
            if (configured.find(orgnr).isEmpty()) {
                throw new WrongInstallation("ajour.jobs." + job + ".tenants names " + orgnr
                        + ", which is no tenant; correct it, or add the tenant under ajour.tenants");
            }
        }
        return all.stream().filter(tenant -> of(job).concerns(tenant.orgnr())).toList();
    }

    /** Whether a job has runs for single tenants; if not, only one for all of them. */
    public static boolean eachTenant(String job) {
        return !ONCE_FOR_ALL.contains(job);
    }
}
