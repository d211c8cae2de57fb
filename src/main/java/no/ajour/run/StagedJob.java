package no.ajour.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.AbstractJob;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;

/**
 * A job whose steps come one after the other, as in Spring Batch's own {@code SimpleJob}, or {@link SideBySide}: then all of
 * them are taken, whatever becomes of one, and what follows begins when all have ended well.
 */
final class StagedJob extends AbstractJob {
    private final List<Step> stages;

    StagedJob(String name, JobRepository repository, List<Step> stages, JobExecutionListener listener) {
        super(name);
        setJobRepository(repository);
        registerJobExecutionListener(listener);
        this.stages = List.copyOf(stages);
    }

    @Override
    public @Nullable Step getStep(String name) {
        return stages.stream()
                .filter(stage -> stage.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<String> getStepNames() {
        return stages.stream().map(Step::getName).toList();
    }

    @Override
    protected void doExecute(JobExecution execution) throws JobExecutionException {
        var last = List.<StepExecution>of();
        for (var stage : stages) {
            last = take(stage, execution);
            if (!last.stream().allMatch(taken -> taken.getStatus() == BatchStatus.COMPLETED)) {
                break;
            }
        }
        last.forEach(taken -> execution.upgradeStatus(taken.getStatus()));
        last.stream().map(StepExecution::getExitStatus).reduce(ExitStatus::and).ifPresent(execution::setExitStatus);
    }

    private List<StepExecution> take(Step stage, JobExecution execution) throws JobExecutionException {
        var steps = stage instanceof SideBySide several ? several.steps().get() : List.of(stage);
        return stage instanceof SideBySide several && steps.size() > 1
                ? together(steps, several.atOnce(), execution)
                : List.of(handleStep(steps.getFirst(), execution));
    }

    private List<StepExecution> together(List<Step> steps, int atOnce, JobExecution execution)
            throws JobExecutionException {
        var context = MDC.getCopyOfContextMap();
        var underWay = new ArrayList<Future<StepExecution>>();
        // Platform threads, as those of runs; closed, all steps have ended.
        try (var threads = Executors.newFixedThreadPool(Math.min(atOnce, steps.size()))) {
            for (var step : steps) {
                underWay.add(threads.submit(() -> {
                    if (context != null) {
                        MDC.setContextMap(context);
                    }
                    return handleStep(step, execution);
                }));
            }
        }
        var taken = new ArrayList<StepExecution>();
        Throwable failure = null;
        for (var step : underWay) {
            if (step.state() == Future.State.SUCCESS) {
                taken.add(step.resultNow());
            } else if (failure == null) {
                failure = step.exceptionNow();
            } else {
                failure.addSuppressed(step.exceptionNow());
            }
        }
        if (failure == null || taken.stream().anyMatch(step -> step.getStatus() == BatchStatus.FAILED)) {
            // That one failed says more than that others were stopped.
            return taken;
        }
        if (failure instanceof JobExecutionException stopped) {
            throw stopped;
        }
        throw failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }
}
