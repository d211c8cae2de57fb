package no.ajour.digitalactive;

import java.time.InstantSource;
import java.util.List;
import no.ajour.http.Apis;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.TenantRegistry;
import no.ajour.run.Equation;
import no.ajour.run.FetchAhead;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/** Asks Helsenorge about the patients who have a request, and stores the answers. */
final class Refresh {
    private final Steps steps;
    private final Apis apis;
    private final RefreshRequests requests;
    private final TenantRegistry registry;
    private final NumberGuard guard;
    private final RefreshWriter writer;
    private final DigitalActiveSettings settings;
    private final InstantSource clock;

    Refresh(
            Steps steps,
            Apis apis,
            RefreshRequests requests,
            TenantRegistry registry,
            NumberGuard guard,
            RefreshWriter writer,
            DigitalActiveSettings settings,
            InstantSource clock) {
        this.steps = steps;
        this.apis = apis;
        this.requests = requests;
        this.registry = registry;
        this.guard = guard;
        this.writer = writer;
        this.settings = settings;
        this.clock = clock;
    }

    Step step(Run run, Tenant tenant) {
        return steps.<Batch>step(
                run,
                "refresh",
                1,
                new FetchAhead<>("refresh " + tenant.orgnr(), settings.callsAtOnce(), sink -> source(tenant)
                        .readInto(sink)),
                (batches, tally) -> write(run, tenant, batches, tally),
                // Rows written, what each was by comparison, and patients handled: three counts of the same.
                Equation.of(Line.QUEUED, Line.ADDED, Line.CHANGED, Line.UNCHANGED, Line.UNKNOWN, Line.DEAD),
                Equation.of(Line.QUEUED, Line.ASKED, Line.REFUSED));
    }

    private RefreshSource source(Tenant tenant) {
        var work = new WorkList(requests, registry.id(tenant), settings.batchSize());
        var api = apis.get(ChangeListApi.HELSENORGE);
        var call =
                switch (settings.call()) {
                    case BULK -> new BulkCall(api, tenant, settings);
                    case SINGLE -> new SingleCall(api, tenant, settings);
                };
        return new RefreshSource(work, settings.callsAtOnce(), guard, call, clock);
    }

    private void write(Run run, Tenant tenant, List<? extends Batch> batches, Tally tally) {
        short id = registry.id(tenant);
        batches.forEach(batch -> writer.write(run, id, batch, tally));
    }
}
