package no.ajour.run;

import java.util.List;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/** A job: its name, and its steps in order for one run. */
public interface SyncJob {

    /** As in {@code run JOB}, {@code jobs/JOB.yaml} and {@code ajour.run.job}. */
    String name();

    /** Steps that are taken once for all tenants, before any tenant's own run; empty for none. */
    default List<Step> nationalSteps(Run run) {
        return List.of();
    }

    /** Whether the job has a run for all tenants together. */
    default boolean national() {
        return false;
    }

    /** Whether the job has a run for each tenant; if not, it has only the one for all of them. */
    default boolean eachTenant() {
        return Jobs.eachTenant(name());
    }

    /** Steps of one tenant's run. */
    List<Step> steps(Run run, Tenant tenant);
}
