package no.ajour.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;
import org.springframework.dao.DataAccessException;

/**
 * Runs a job: once for all tenants if it has such steps, then for each tenant, several at a time. The runs are apart
 * from each other, so that one municipality's trouble never holds up another's.
 */
public final class JobRunner {
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    private final Launcher launcher;
    private final Runs runs;
    private final Steps steps;
    private final DeadLetters letters;
    private final Jobs jobs;
    private final int tenantsAtOnce;

    private record Planned(Launch launch, Function<Run, List<Step>> steps) {}

    JobRunner(Launcher launcher, Runs runs, Steps steps, DeadLetters letters, Jobs jobs, int tenantsAtOnce) {
        this.launcher = launcher;
        this.runs = runs;
        this.steps = steps;
        this.letters = letters;
        this.jobs = jobs;
        this.tenantsAtOnce = tenantsAtOnce;
    }

    /**
     * Makes all the runs of a job and waits for them. Other processes may do the same at the same time: each run is made by
     * one of them, and a tenant's only after the one for all tenants.
     *
     * @param ended told of every run as it ends, one at a time
     * @return the outcomes, in the order of the tenants
     */
    public List<Outcome> run(SyncJob job, List<Tenant> tenants, RunOrder order, Consumer<Outcome> ended) {
        var start = Start.within(job.name(), jobs.of(job.name()).deadline());
        var outcomes = new ArrayList<Outcome>();
        // The key says what belongs together, whenever it began.
        var since = order.share() == null ? known(() -> runs.ago(order.begun())) : Instant.EPOCH;
        if (job.national()) {
            var sharing = new Launch.Sharing(order.share(), since, job.eachTenant());
            var launch = Launch.run(job.name(), Run.NATIONAL, order.full(), sharing);
            outcomes.add(make(new Planned(launch, job::nationalSteps), start, ended));
            since = known(() -> runs.nationalEnd(job.name()));
        }
        var sharing = new Launch.Sharing(order.share(), since, false);
        var each = tenants.stream()
                .filter(tenant -> job.eachTenant())
                .map(tenant -> new Planned(
                        Launch.run(job.name(), tenant.orgnr(), order.full(), sharing), run -> job.steps(run, tenant)))
                .toList();
        outcomes.addAll(make(List.of(), each, start, ended));
        return outcomes;
    }

    // Without an answer nothing that others did counts as done. The runs say what is wrong with the database.
    private static Instant known(Supplier<Instant> time) {
        try {
            return time.get();
        } catch (DataAccessException e) {
            return NEVER;
        }
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
            var launch = new Launch(job.name(), run.tenant(), RunKind.RESTART, run.full(), run.first(), null);
            if (run.tenant().equals(Run.NATIONAL)) {
                national.add(new Planned(launch, job::nationalSteps));
            }
            tenants.stream()
                    .filter(tenant -> tenant.orgnr().equals(run.tenant()))
                    .forEach(tenant -> each.add(new Planned(launch, begun -> job.steps(begun, tenant))));
        }
        return make(national, each, Start.unlimited(job.name()), ended);
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
        return make(List.of(), each, Start.unlimited(repair.job()), ended);
    }

    /** Makes one run of steps that belong to no job, such as setting a position. */
    public Outcome once(RunKind kind, String job, String tenant, Function<Run, List<Step>> work) {
        return make(new Planned(Launch.of(kind, job, tenant), work), Start.unlimited(job), ended -> {});
    }

    private List<Step> retrying(Run run, RepairOrder.Letters chosen, List<Step> between) {
        var all = new ArrayList<Step>();
        all.add(steps.once(run, "letters", (once, tally) -> tally.add(Line.QUEUED, letters.retry(run, chosen.ids()))));
        all.addAll(between);
        all.add(steps.once(run, "left", (once, tally) -> tally.add(Line.WAITING, letters.giveUp(run))));
        return all;
    }

    private List<Outcome> make(List<Planned> first, List<Planned> each, Start start, Consumer<Outcome> ended) {
        var outcomes = new ArrayList<Outcome>();
        for (var planned : first) {
            outcomes.add(make(planned, start, ended));
        }
        // Platform threads: a run waits inside JDBC and Spring Batch for most of its life.
        try (var executor = Executors.newFixedThreadPool(tenantsAtOnce)) {
            var underWay = new ArrayList<Future<Outcome>>();
            for (var planned : each) {
                underWay.add(executor.submit(() -> make(planned, start, ended)));
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

    private Outcome make(Planned planned, Start start, Consumer<Outcome> ended) {
        if (start.beginsNoMore() || start.signal().requested()) {
            var code = start.timeOut().map(Verdict::code).orElse(ExitCode.STOPPED);
            var outcome = Outcome.notBegun(planned.launch(), code, "Stopped before it began.");
            tell(outcome, ended);
            return outcome;
        }
        return launcher.launch(planned.launch(), planned.steps(), start, outcome -> tell(outcome, ended));
    }

    private synchronized void tell(Outcome outcome, Consumer<Outcome> ended) {
        ended.accept(outcome);
    }
}
