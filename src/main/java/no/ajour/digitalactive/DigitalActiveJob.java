package no.ajour.digitalactive;

import java.util.ArrayList;
import java.util.List;
import no.ajour.patient.PatientListStep;
import no.ajour.refresh.LocalSteps;
import no.ajour.refresh.Refresh;
import no.ajour.run.Run;
import no.ajour.run.SyncJob;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * The job {@code digital-active}.
 *
 * <p>Only what changed is asked for: patients of the change list that are local, patients never asked about, what was
 * left by a failure, and everyone after a gap. All of them are rows of {@code ajour.refresh_request}, so that a run
 * that ends half-way leaves nothing but rows for the next one.
 */
final class DigitalActiveJob implements SyncJob {
    static final String NAME = "digital-active";

    private final PatientListStep patientList;
    private final ChangeSource changes;
    private final LocalSteps local;
    private final Refresh refresh;

    DigitalActiveJob(PatientListStep patientList, ChangeSource changes, LocalSteps local, Refresh refresh) {
        this.patientList = patientList;
        this.changes = changes;
        this.local = local;
        this.refresh = refresh;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean national() {
        return changes.national();
    }

    @Override
    public List<Step> nationalSteps(Run run) {
        return changes.nationalSteps(run);
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant) {
        var all = new ArrayList<Step>();
        patientList.of(run, tenant).ifPresent(all::add);
        all.addAll(changes.steps(run, tenant));
        // In the tenant's run, so that --full with --tenant leaves the other tenants' patients alone.
        if (run.full()) {
            all.add(local.everyone(run, tenant));
        }
        all.add(local.newlyListed(run, tenant));
        all.add(refresh.step(run, tenant));
        return all;
    }
}
