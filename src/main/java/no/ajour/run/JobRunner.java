package no.ajour.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import no.ajour.tenant.Tenant;

/**
 * Runs a job: once for all tenants if it has such steps, then for each tenant, several at a time. The runs are apart
 * from each other, so that one municipality's trouble never holds up another's.
 */
public final class JobRunner {
    private final Launcher launcher;
    private final int tenantsAtOnce;

    JobRunner(Launcher launcher, int tenantsAtOnce) {
        this.launcher = launcher;
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
        var outcomes = new ArrayList<Outcome>();
        if (job.national()) {
            var outcome = launcher.launch(job.name(), Run.NATIONAL, full, job::nationalSteps);
            ended.accept(outcome);
            outcomes.add(outcome);
        }
        // Platform threads: a run waits inside JDBC and Spring Batch for most of its life.
        try (var executor = Executors.newFixedThreadPool(tenantsAtOnce)) {
            var runs = new ArrayList<Future<Outcome>>();
            for (var tenant : tenants) {
                runs.add(executor.submit(() -> runOne(job, tenant, full, ended)));
            }
            for (var run : runs) {
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

    private Outcome runOne(SyncJob job, Tenant tenant, boolean full, Consumer<Outcome> ended) {
        if (launcher.stopping()) {
            return Outcome.notBegun(job.name(), tenant.orgnr(), ExitCode.STOPPED, "Stopped before it began.");
        }
        var outcome = launcher.launch(job.name(), tenant.orgnr(), full, run -> job.steps(run, tenant));
        synchronized (this) {
            ended.accept(outcome);
        }
        return outcome;
    }
}
