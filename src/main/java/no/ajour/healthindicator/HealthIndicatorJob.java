package no.ajour.healthindicator;

import java.util.ArrayList;
import java.util.List;
import no.ajour.patient.PatientListStep;
import no.ajour.refresh.ChangedStep;
import no.ajour.refresh.LocalSteps;
import no.ajour.refresh.Refresh;
import no.ajour.run.Run;
import no.ajour.run.SyncJob;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * The job {@code health-indicators}: asks Kjernejournal about patients who were never asked about, for whom something has
 * changed, or whose answer has become old. Off until an installation turns it on for tenants by name.
 */
final class HealthIndicatorJob implements SyncJob {
    static final String NAME = "health-indicators";

    private final PatientListStep patientList;
    private final LocalSteps local;
    private final ChangedStep changed;
    private final Refresh refresh;
    private final Leave leave;

    HealthIndicatorJob(
            PatientListStep patientList, LocalSteps local, ChangedStep changed, Refresh refresh, Leave leave) {
        this.patientList = patientList;
        this.local = local;
        this.changed = changed;
        this.refresh = refresh;
        this.leave = leave;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant) {
        leave.require(tenant);
        var all = new ArrayList<Step>();
        patientList.of(run, tenant).ifPresent(all::add);
        if (run.full()) {
            all.add(local.everyone(run, tenant));
        }
        all.add(local.newlyListed(run, tenant));
        all.add(changed.of(run, tenant));
        all.add(refresh.step(run, tenant));
        return all;
    }
}
