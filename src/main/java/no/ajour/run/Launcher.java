package no.ajour.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;

/** Makes one run: lease, steps, end. */
final class Launcher {
    private static final Logger log = LoggerFactory.getLogger(Launcher.class);

    private final JobOperator operator;
    private final JobRepository repository;
    private final Leases leases;
    private final Runs runs;
    private final Duration leaseLife;
    private final Set<JobExecution> executing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean stopping;

    Launcher(JobOperator operator, JobRepository repository, Leases leases, Runs runs, Duration leaseLife) {
        this.operator = operator;
        this.repository = repository;
        this.leases = leases;
        this.runs = runs;
        this.leaseLife = leaseLife;
    }

    /** @param tenant organisation number or {@link Run#NATIONAL} */
    Outcome launch(String job, String tenant, boolean full, Function<Run, List<Step>> steps) {
        underWay.incrementAndGet();
        try {
            var token = leases.acquire(job, tenant);
            return token.isEmpty() ? alreadyRunning(job, tenant) : launch(job, tenant, token.get(), full, steps);
        } finally {
            synchronized (underWay) {
                underWay.decrementAndGet();
                underWay.notifyAll();
            }
        }
    }

    private Outcome launch(String job, String tenant, long token, boolean full, Function<Run, List<Step>> steps) {
        long begun = System.nanoTime();
        try (var ignored = MDC.putCloseable("tenant", tenant)) {
            var run = runs.begin(job, tenant, token, full);
            log.info("{} begins", run);
            try (var heartbeat = new Heartbeat(leases, run, leaseLife)) {
                var outcome = execute(run, steps, begun);
                log.info("{} ends: {}{}", run, outcome.code(), outcome.reason() == null ? "" : ". " + outcome.reason());
                return outcome;
            }
        } finally {
            leases.release(job, tenant, token);
        }
    }

    private Outcome execute(Run run, Function<Run, List<Step>> steps, long begun) {
        Verdict verdict;
        var state = Runs.State.FAILED;
        Long batchExecution = null;
        try {
            var execution = start(run, steps.apply(run));
            batchExecution = execution.getId();
            state = switch (execution.getStatus()) {
                case COMPLETED -> Runs.State.COMPLETED;
                case STOPPED, STOPPING -> Runs.State.STOPPED;
                default -> Runs.State.FAILED;
            };
            verdict = switch (state) {
                case COMPLETED -> new Verdict(ExitCode.DONE, null);
                case STOPPED -> new Verdict(ExitCode.STOPPED, "Stopped between two transactions; run again to go on.");
                case FAILED -> Verdict.of(execution.getAllFailureExceptions());
            };
        } catch (JobExecutionException | RuntimeException e) {
            log.debug("{} failed", run, e);
            verdict = Verdict.of(List.of(e));
        }
        Map<Line, Long> balance = runs.balance(run);
        if (verdict.code() == ExitCode.DONE && balance.getOrDefault(Line.DEAD, 0L) > 0) {
            verdict = new Verdict(ExitCode.DONE_WITH_DEAD_LETTERS, null);
        }
        String reason = runs.end(run, state, verdict.code(), verdict.reason(), batchExecution);
        return new Outcome(
                run.job(),
                run.tenant(),
                run,
                verdict.code(),
                reason,
                balance,
                Duration.ofNanos(System.nanoTime() - begun));
    }

    private JobExecution start(Run run, List<Step> steps) throws JobExecutionException {
        // The run's number makes each run a job instance of its own, whatever became of the runs before it.
        var parameters = new JobParametersBuilder().addLong("run", run.id()).toJobParameters();
        return operator.start(job(run, steps), parameters);
    }

    private Job job(Run run, List<Step> steps) {
        var name = run.tenant().equals(Run.NATIONAL) ? run.job() + "-national" : run.job();
        var builder = new JobBuilder(name, repository).listener(new Executing()).start(steps.getFirst());
        for (var step : steps.subList(1, steps.size())) {
            builder = builder.next(step);
        }
        return builder.build();
    }

    private Outcome alreadyRunning(String job, String tenant) {
        String reason = leases.holder(job, tenant)
                .map(holder -> job + " for " + tenant + " has been running in " + holder.name() + " for "
                        + holder.heldSeconds() + " s.")
                .orElse(job + " for " + tenant + " was running in another process until just now.");
        return Outcome.notBegun(job, tenant, ExitCode.ALREADY_RUNNING, reason);
    }

    /** Asks every run of this process to end at its next commit, and waits for that. Returns false if time ran out. */
    boolean stopAll(Duration within) {
        stopping = true;
        executing.forEach(Launcher::askToStop);
        long deadline = System.nanoTime() + within.toNanos();
        synchronized (underWay) {
            while (underWay.get() > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    underWay.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    boolean stopping() {
        return stopping;
    }

    private static void askToStop(JobExecution execution) {
        execution.setStatus(BatchStatus.STOPPING);
        execution.getStepExecutions().forEach(step -> step.setTerminateOnly());
    }

    private final class Executing implements JobExecutionListener {
        @Override
        public void beforeJob(JobExecution execution) {
            executing.add(execution);
            if (stopping) {
                askToStop(execution);
            }
        }

        @Override
        public void afterJob(JobExecution execution) {
            executing.remove(execution);
        }
    }
}
