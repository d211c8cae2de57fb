package no.ajour.refresh;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.TenantRegistry;
import no.ajour.run.DeadLetters;
import no.ajour.run.Equation;
import no.ajour.run.FetchAhead;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/** Asks an API about the patients who have a request, and stores the answers. */
public final class Refresh {

    /**
     * How much at a time.
     *
     * @param batchSize patients read, and stored, at a time
     * @param callsAtOnce calls under way at a time
     */
    public record Pace(int batchSize, int callsAtOnce) {}

    private final Steps steps;
    private final RefreshRequests requests;
    private final TenantRegistry registry;
    private final NumberGuard guard;
    private final RefreshWriter writer;
    private final Function<Tenant, PatientCall> calls;
    private final Pace pace;
    private final InstantSource clock;
    private final Equation[] equations;

    /**
     * @param calls how a tenant's patients are asked about in one run
     * @param more equations of what the table counts beside patients
     */
    public Refresh(
            Steps steps,
            RefreshRequests requests,
            TenantRegistry registry,
            NumberGuard guard,
            DeadLetters letters,
            AnswerTable table,
            Function<Tenant, PatientCall> calls,
            Pace pace,
            InstantSource clock,
            Equation... more) {
        this.steps = steps;
        this.requests = requests;
        this.registry = registry;
        this.guard = guard;
        this.writer = new RefreshWriter(table, requests, letters);
        this.calls = calls;
        this.pace = pace;
        this.clock = clock;
        this.equations = Stream.concat(
                        // Rows written, what each was by comparison, and patients handled: three counts of the same.
                        Stream.of(
                                Equation.of(
                                        Line.QUEUED, Line.ADDED, Line.CHANGED, Line.UNCHANGED, Line.UNKNOWN, Line.DEAD),
                                Equation.of(Line.QUEUED, Line.ASKED, Line.REFUSED)),
                        Stream.of(more))
                .toArray(Equation[]::new);
    }

    public Step step(Run run, Tenant tenant) {
        return steps.<Batch>step(
                run,
                "refresh",
                1,
                new FetchAhead<>("refresh " + tenant.orgnr(), pace.callsAtOnce(), sink -> source(tenant)
                        .readInto(sink)),
                (batches, tally) -> write(run, tenant, batches, tally),
                equations);
    }

    private RefreshSource source(Tenant tenant) {
        var work = new WorkList(requests, registry.id(tenant), pace.batchSize());
        return new RefreshSource(work, pace.callsAtOnce(), guard, calls.apply(tenant), clock);
    }

    private void write(Run run, Tenant tenant, List<? extends Batch> batches, Tally tally) {
        short id = registry.id(tenant);
        batches.forEach(batch -> writer.write(run, id, batch, tally));
    }
}
