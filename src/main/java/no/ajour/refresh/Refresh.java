package no.ajour.refresh;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
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

    /** Where there is work for them. PostgreSQL takes as long for a batch as an API that answers at leisure for several. */
    private static final int MOST_WRITERS = 2;

    /** So few batches are soon stored by one writer. */
    private static final int BATCHES_A_WRITER = 2;

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

    /** The step {@code refresh}; beside it, where much is to be asked, {@code refresh-2}, which takes from the same work list. */
    public Step step(Run run, Tenant tenant) {
        return Steps.sideBySide("refresh", () -> writers(run, tenant));
    }

    private List<Step> writers(Run run, Tenant tenant) {
        short id = registry.id(tenant);
        int enough = BATCHES_A_WRITER * pace.batchSize();
        int writers = Math.clamp(
                requests.waiting(id, MOST_WRITERS * enough) / enough, 1, Math.min(MOST_WRITERS, pace.callsAtOnce()));
        var work = new WorkList(requests, id, pace.batchSize());
        var call = calls.apply(tenant);
        return IntStream.rangeClosed(1, writers)
                .mapToObj(number -> {
                    var name = number == 1 ? "refresh" : "refresh-" + number;
                    // The calls at a time, shared out: 9 among 2 are 5 and 4.
                    int callsAtOnce = (pace.callsAtOnce() + writers - number) / writers;
                    var source = new RefreshSource(work, callsAtOnce, guard, call, clock);
                    return steps.always()
                            .<Batch>step(
                                    run,
                                    name,
                                    1,
                                    new FetchAhead<>(name + " " + tenant.orgnr(), callsAtOnce, source),
                                    (batches, tally) -> write(run, tenant, batches, tally),
                                    equations);
                })
                .toList();
    }

    private void write(Run run, Tenant tenant, List<? extends Batch> batches, Tally tally) {
        short id = registry.id(tenant);
        batches.forEach(batch -> writer.write(run, id, batch, tally));
    }
}
