package no.ajour.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * Runs a job: once for all tenants if it has such steps, then for each tenant, several at a time. The runs are apart
 * from each other, so that one municipality's trouble never holds up another's.
 */
public final class JobRunner {
    private final Launcher launcher;
    private final Runs runs;
    private final Steps steps;
    private final DeadLetters letters;
    private final int tenantsAtOnce;

    private record Planned(Launch launch, Function<Run, List<Step>> steps) {}

    JobRunner(Launcher launcher, Runs runs, Steps steps, DeadLetters letters, int tenantsAtOnce) {
        this.launcher = launcher;
        this.runs = runs;
        this.steps = steps;
        this.letters = letters;
        this.tenantsAtOnce = tenantsAtOnce;
    }

    /**
     * Makes all the runs of a job and waits for them.
     *
     * @param full refresh everyone, changed or not
     * @param ended told of every run as it ends, one at a time
     * @return the outcomes, in the order of the tenants
     */
    public List<Outcome> run(SyncJob job, List<Tenant> tenants, boolean full, Consumer<Outcome> ended) {
        var national = new ArrayList<Planned>();
        if (job.national()) {
            national.add(new Planned(Launch.run(job.name(), Run.NATIONAL, full), job::nationalSteps));
        }
        var each = tenants.stream()
                .map(tenant -> new Planned(Launch.run(job.name(), tenant.orgnr(), full), run -> job.steps(run, tenant)))
                .toList();
        return make(national, each, ended);
    }

    /** The newest run of the job for each of its tenants. */
    public List<PastRun> newest(String job) {
        return runs.newest(job);
    }

    /** A run by its number. */
    public Optional<PastRun> find(long run) {
        return runs.find(run);
    }

    /**
     * Goes on with runs that failed or were stopped, each from the step that it did not complete.
     *
     * @param past of this job; those whose tenant is not among the tenants are left out
     */
    public List<Outcome> restart(SyncJob job, List<PastRun> past, List<Tenant> tenants, Consumer<Outcome> ended) {
        var national = new ArrayList<Planned>();
        var each = new ArrayList<Planned>();
        for (var run : past) {
            var launch = new Launch(job.name(), run.tenant(), RunKind.RESTART, run.full(), run.first());
            if (run.tenant().equals(Run.NATIONAL)) {
                national.add(new Planned(launch, job::nationalSteps));
            }
            tenants.stream()
                    .filter(tenant -> tenant.orgnr().equals(run.tenant()))
                    .forEach(tenant -> each.add(new Planned(launch, begun -> job.steps(begun, tenant))));
        }
        return make(national, each, ended);
    }

    /** Carries an operator's order out for each tenant. */
    public List<Outcome> repair(Repair repair, List<Tenant> tenants, RepairOrder order, Consumer<Outcome> ended) {
        var each = tenants.stream()
                .map(tenant -> new Planned(
                        Launch.of(order.kind(), repair.job(), tenant.orgnr()),
                        run -> order instanceof RepairOrder.Letters chosen
                                ? retrying(run, chosen, repair.steps(run, tenant, order))
                                : repair.steps(run, tenant, order)))
                .toList();
        return make(List.of(), each, ended);
    }

    /** Makes one run of steps that belong to no job, such as setting a position. */
    public Outcome once(RunKind kind, String job, String tenant, Function<Run, List<Step>> work) {
        return make(List.of(new Planned(Launch.of(kind, job, tenant), work)), List.of(), ended -> {})
                .getFirst();
    }

    private List<Step> retrying(Run run, RepairOrder.Letters chosen, List<Step> between) {
        var all = new ArrayList<Step>();
        all.add(steps.once(run, "letters", (once, tally) -> tally.add(Line.QUEUED, letters.retry(run, chosen.ids()))));
        all.addAll(between);
        all.add(steps.once(run, "left", (once, tally) -> tally.add(Line.WAITING, letters.giveUp(run))));
        return all;
    }

    private List<Outcome> make(List<Planned> first, List<Planned> each, Consumer<Outcome> ended) {
        var stopped = new AtomicBoolean();
        var outcomes = new ArrayList<Outcome>();
        for (var planned : first) {
            outcomes.add(make(planned, stopped, ended));
        }
        // Platform threads: a run waits inside JDBC and Spring Batch for most of its life.
        try (var executor = Executors.newFixedThreadPool(tenantsAtOnce)) {
            var underWay = new ArrayList<Future<Outcome>>();
            for (var planned : each) {
                underWay.add(executor.submit(() -> make(planned, stopped, ended)));
            }
            for (var run : underWay) {
                outcomes.add(run.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while runs were under way", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
        return outcomes;
    }

    private Outcome make(Planned planned, AtomicBoolean stopped, Consumer<Outcome> ended) {
        if (stopped.get()) {
            var outcome = Outcome.notBegun(planned.launch(), ExitCode.STOPPED, "Stopped before it began.");
            tell(outcome, ended);
            return outcome;
        }
        return launcher.launch(
                planned.launch(), planned.steps(), () -> stopped.set(true), outcome -> tell(outcome, ended));
    }

    private synchronized void tell(Outcome outcome, Consumer<Outcome> ended) {
        ended.accept(outcome);
    }
}
