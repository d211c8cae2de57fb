package no.ajour.patient;

import java.util.Optional;
import no.ajour.run.DeadLetters;
import no.ajour.run.Equation;
import no.ajour.run.Fence;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/** Brings a tenant's patient list up to date from the EHR's own database before a job needs it. */
public final class PatientListStep {
    private static final Equation EVERY_ROW_IS_SOMEWHERE =
            Equation.of(Line.ROWS, Line.LISTED, Line.KEPT, Line.REPEATED, Line.MALFORMED);

    private final Steps steps;
    private final Fence fence;
    private final EhrQuery ehr;
    private final TenantRegistry registry;
    private final DeadLetters letters;

    public PatientListStep(Steps steps, Fence fence, EhrQuery ehr, TenantRegistry registry, DeadLetters letters) {
        this.steps = steps;
        this.fence = fence;
        this.registry = registry;
        this.ehr = ehr;
        this.letters = letters;
    }

    /** The step; empty where the list comes in another way. */
    public Optional<Step> of(Run run, Tenant tenant) {
        if (!ehr.isConfigured(tenant)) {
            return Optional.empty();
        }
        return Optional.of(
                steps.once(run, "patient-list", (once, tally) -> takeIn(run, tenant, tally), EVERY_ROW_IS_SOMEWHERE));
    }

    private void takeIn(Run run, Tenant tenant, Tally tally) {
        // In a transaction of its own: nobody must wait for the tenant's row while the EHR's database is waited for.
        registry.registered(tenant);
        // The EHR's database may take its time over the query; until then nothing is written that anyone could wait
        // for.
        fence.allowPause();
        var bad = new BadRows();
        var changes = ehr.read(tenant, run.id(), bad, fence::forbidPause);
        tally.add(Line.ROWS, changes.received())
                .add(Line.LISTED, changes.listed() + changes.relisted())
                .add(Line.KEPT, changes.unchanged())
                .add(Line.REPEATED, changes.repeated())
                .add(Line.MALFORMED, changes.bad())
                .add(Line.DELISTED, changes.delisted())
                .add(Line.DEAD, bad.letters().size());
        letters.add(run, bad.letters());
        letters.resolve(run, bad.recordsWithout());
    }
}
