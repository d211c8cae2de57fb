package no.ajour.refresh;

import java.time.Duration;
import java.time.InstantSource;
import no.ajour.patient.TenantRegistry;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.Step;

/** Puts on the work list for whom something has changed, and whose answer has become old. */
public final class ChangedStep {
    private final Steps steps;
    private final ChangedPatients changed;
    private final RefreshRequests requests;
    private final TenantRegistry registry;
    private final @Nullable Duration askAgain;
    private final InstantSource clock;

    /** @param askAgain how old an answer may become; null: as old as it will, while nothing changes for the patient */
    public ChangedStep(
            Steps steps,
            ChangedPatients changed,
            RefreshRequests requests,
            TenantRegistry registry,
            @Nullable Duration askAgain,
            InstantSource clock) {
        this.steps = steps;
        this.changed = changed;
        this.requests = requests;
        this.registry = registry;
        this.askAgain = askAgain;
        this.clock = clock;
    }

    /** The step {@code changed}. */
    public Step of(Run run, Tenant tenant) {
        return steps.once(run, "changed", (once, tally) -> {
            var now = clock.instant();
            short id = registry.id(tenant);
            changed.request(run, tenant, id, now, tally);
            if (askAgain != null) {
                tally.add(Line.REQUESTED, requests.old(run, id, now.minus(askAgain), now));
            }
        });
    }
}
