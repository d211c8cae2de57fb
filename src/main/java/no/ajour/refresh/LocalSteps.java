package no.ajour.refresh;

import java.time.Duration;
import java.time.InstantSource;
import no.ajour.patient.TenantRegistry;
import no.ajour.run.DeadLetters;
import no.ajour.run.Equation;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/** What a tenant's own list says: who is on it now, and who of them nobody has asked about. */
public final class LocalSteps {
    private final Steps steps;
    private final RefreshRequests requests;
    private final DeadLetters letters;
    private final TenantRegistry registry;
    private final Duration retryFailed;
    private final InstantSource clock;

    public LocalSteps(
            Steps steps,
            RefreshRequests requests,
            DeadLetters letters,
            TenantRegistry registry,
            Duration retryFailed,
            InstantSource clock) {
        this.steps = steps;
        this.requests = requests;
        this.letters = letters;
        this.registry = registry;
        this.retryFailed = retryFailed;
        this.clock = clock;
    }

    /** Asks about everyone on the tenant's list, for {@code --full}. */
    public Step everyone(Run run, Tenant tenant) {
        return steps.once(
                run,
                "everyone",
                (once, tally) -> {
                    var requested = requests.everyone(run, tenant, "full", clock.instant());
                    tally.add(Line.PERSONS, requested.persons()).add(Line.REQUESTED, requested.requests());
                },
                Equation.of(Line.PERSONS, Line.REQUESTED));
    }

    /**
     * Asks about those who have come on the list since they were last asked about and those who failed some time ago, and
     * no more about those who left.
     */
    public Step newlyListed(Run run, Tenant tenant) {
        return steps.once(run, "newly-listed", (once, tally) -> {
            short id = registry.id(tenant);
            requests.dropDelisted(id);
            letters.obsolete(run, requests.lettersOfDelisted(run, id));
            tally.add(Line.REQUESTED, requests.neverAsked(run, id, clock.instant()));
            tally.add(Line.REQUESTED, requests.failedEarlier(run, id, retryFailed, clock.instant()));
        });
    }
}
