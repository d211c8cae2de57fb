package no.ajour.healthindicator;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import no.ajour.patient.PatientListStep;
import no.ajour.patient.TenantRegistry;
import no.ajour.refresh.ChangedPatients;
import no.ajour.refresh.LocalSteps;
import no.ajour.refresh.Refresh;
import no.ajour.refresh.RefreshRequests;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * The job {@code health-indicators}: asks Kjernejournal about patients who were never asked about, for whom something has
 * changed, or whose answer has become old. Off until an installation turns it on for tenants by name.
 */
final class HealthIndicatorJob implements SyncJob {
    static final String NAME = "health-indicators";

    private final Steps steps;
    private final PatientListStep patientList;
    private final TenantRegistry registry;
    private final ChangedPatients changed;
    private final RefreshRequests requests;
    private final LocalSteps local;
    private final Refresh refresh;
    private final Leave leave;
    private final HealthIndicatorSettings settings;
    private final InstantSource clock;

    HealthIndicatorJob(
            Steps steps,
            PatientListStep patientList,
            TenantRegistry registry,
            ChangedPatients changed,
            RefreshRequests requests,
            LocalSteps local,
            Refresh refresh,
            Leave leave,
            HealthIndicatorSettings settings,
            InstantSource clock) {
        this.steps = steps;
        this.patientList = patientList;
        this.registry = registry;
        this.changed = changed;
        this.requests = requests;
        this.local = local;
        this.refresh = refresh;
        this.leave = leave;
        this.settings = settings;
        this.clock = clock;
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
        all.add(changed(run, tenant));
        all.add(refresh.step(run, tenant));
        return all;
    }

    private Step changed(Run run, Tenant tenant) {
        return steps.once(run, "changed", (once, tally) -> {
            var now = clock.instant();
            short id = registry.id(tenant);
            changed.request(run, tenant, id, now, tally);
            if (settings.askAgain() != null) {
                tally.add(Line.REQUESTED, requests.old(run, id, now.minus(settings.askAgain()), now));
            }
        });
    }
}
