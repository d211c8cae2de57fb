package no.ajour.digitalactive;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import no.ajour.patient.TenantRegistry;
import no.ajour.refresh.RefreshRequests;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * No list of changes: each tenant's patients are asked about again when their status has become old. What has been
 * refreshed is no longer old, so a run that ends half-way is simply gone on with.
 */
final class Sweep implements ChangeSource {
    private final Steps steps;
    private final RefreshRequests requests;
    private final TenantRegistry registry;
    private final Duration every;
    private final InstantSource clock;

    Sweep(Steps steps, RefreshRequests requests, TenantRegistry registry, Duration every, InstantSource clock) {
        this.steps = steps;
        this.requests = requests;
        this.registry = registry;
        this.every = every;
        this.clock = clock;
    }

    @Override
    public boolean national() {
        return false;
    }

    @Override
    public List<Step> nationalSteps(Run run) {
        return List.of();
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant) {
        return List.of(steps.once(run, "sweep", (once, tally) -> {
            var now = clock.instant();
            tally.add(Line.REQUESTED, requests.old(run, registry.id(tenant), now.minus(every), now));
        }));
    }
}
