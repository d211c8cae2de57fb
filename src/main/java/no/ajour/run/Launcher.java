package no.ajour.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.step.Step;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes one run: lease, recovery of what died, steps, end. */
final class Launcher {
    private static final Logger log = LoggerFactory.getLogger(Launcher.class);

    // PostgreSQL's appendix A.
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final TransactionTemplate transaction;
    private final Fence fence;
    private final BatchRun batch;
    private final DeadExecutions dead;
    private final Leases leases;
    private final Runs runs;
    private final StopSignals stops;
    private final OtherProcesses others;
    private final RunMeters meters;
    private final Duration leaseLife;
    private final AtomicInteger underWay = new AtomicInteger();

    Launcher(
            PlatformTransactionManager transactions,
            Fence fence,
            BatchRun batch,
            DeadExecutions dead,
            Leases leases,
            Runs runs,
            StopSignals stops,
            RunMeters meters,
            Duration leaseLife) {
        this.transaction = new TransactionTemplate(transactions);
        this.fence = fence;
        this.batch = batch;
        this.dead = dead;
        this.leases = leases;
        this.runs = runs;
        this.stops = stops;
        this.others = new OtherProcesses(leases, runs, stops);
        this.meters = meters;
        this.leaseLife = leaseLife;
    }

    /**
     * Makes a run and waits for its end. Never throws for what goes wrong in it: the outcome says.
     *
     * @param start of which the run is a part
     * @param ended told of the outcome before a stop of the process goes on
     */
    Outcome launch(Launch launch, Function<Run, List<Step>> steps, Start start, Consumer<Outcome> ended) {
        underWay.incrementAndGet();
        try (var ignored = MDC.putCloseable("tenant", launch.tenant())) {
            var outcome = leased(launch, steps, start);
            if (!outcome.isLeftOut()) {
                SummaryLine.log(log, outcome);
                meters.ended(outcome);
            }
            ended.accept(outcome);
            return outcome;
        } finally {
            synchronized (underWay) {
                underWay.decrementAndGet();
                underWay.notifyAll();
            }
        }
    }

    private Outcome leased(Launch launch, Function<Run, List<Step>> steps, Start start) {
        if (stops.allRequested()) {
            return Outcome.notBegun(launch, ExitCode.STOPPED, "Stopped before it began.");
        }
        try {
            var token = leases.acquire(launch.job(), launch.tenant(), launch.share());
            while (token.isEmpty() && others.awaitHolder(launch, start)) {
                token = leases.acquire(launch.job(), launch.tenant(), launch.share());
            }
            if (token.isEmpty()) {
                return others.haveDone(launch).orElseGet(() -> others.areDoing(launch));
            }
            try {
                // With the lease in hand, since its last holder may have done it.
                var done = others.haveDone(launch);
                return done.isPresent() ? done.get() : begun(launch, token.get(), steps, start);
            } finally {
                release(launch, token.get(), start);
            }
        } catch (RuntimeException e) {
            if (LOCK_NOT_AVAILABLE.equals(Verdict.sqlState(e))) {
                return Outcome.notBegun(
                        launch,
                        ExitCode.ALREADY_RUNNING,
                        "The lease has expired, but a transaction of the process that held it is still open: it is"
                                + " frozen or gone. PostgreSQL ends the transaction within ajour.run.lease-life; run"
                                + " again then.");
            }
            log.debug("{} did not begin", launch, e);
            var verdict = Verdict.of(List.of(e));
            return Outcome.notBegun(launch, verdict.code(), verdict.reason());
        }
    }

    private Outcome begun(Launch launch, long token, Function<Run, List<Step>> steps, Start start) {
        long begun = System.nanoTime();
        var run = Objects.requireNonNull(transaction.execute(status -> begin(launch, token)));
        log.info("{} begins", run);
        var stop = stops.begin(run, start.signal());
        try (var heartbeat = new Heartbeat(leases, run, leaseLife, stop, start::beginNoMore)) {
            return execute(launch, run, steps, start, begun);
        } finally {
            stops.end(run);
        }
    }

    // Fenced, since a process that stood still after it took the lease must not end what runs now.
    private Run begin(Launch launch, long token) {
        fence.require(launch, token);
        int recovered = dead.end(launch.job(), launch.tenant());
        if (recovered > 0) {
            meters.died(launch.job(), recovered);
            log.info("{}: {} executions of a process that died are ended as failed", launch, recovered);
        }
        return runs.begin(launch, token);
    }

    private Outcome execute(Launch launch, Run run, Function<Run, List<Step>> steps, Start start, long begun) {
        Verdict verdict;
        var state = Runs.State.FAILED;
        try {
            var execution = batch.execute(run, launch.restartOf(), steps.apply(run));
            state = switch (execution.getStatus()) {
                case COMPLETED -> Runs.State.COMPLETED;
                case STOPPED, STOPPING -> Runs.State.STOPPED;
                default -> Runs.State.FAILED;
            };
            verdict = switch (state) {
                case COMPLETED -> new Verdict(ExitCode.DONE, null);
                case STOPPED -> start.timeOut().orElseGet(() -> stopped(launch, run));
                case FAILED -> Verdict.of(execution.getAllFailureExceptions());
            };
        } catch (JobExecutionException | RuntimeException e) {
            log.debug("{} failed", run, e);
            verdict = Verdict.of(List.of(e));
        }
        return end(run, state, verdict, Duration.ofNanos(System.nanoTime() - begun));
    }

    private static Verdict stopped(Launch launch, Run run) {
        return new Verdict(
                ExitCode.STOPPED,
                "Stopped between two transactions; "
                        + (launch.kind().canBeRestarted()
                                ? "run again, or `ajour restart " + run.id() + "`, to go on."
                                : "give the command again to go on."));
    }

    private Outcome end(Run run, Runs.State state, Verdict verdict, Duration duration) {
        try {
            return Patience.of("The end of " + run, () -> written(run, state, verdict, duration));
        } catch (RuntimeException e) {
            log.debug("The end of {} was not written", run, e);
            return new Outcome(
                    run.job(),
                    run.tenant(),
                    run,
                    ExitCode.TRY_LATER,
                    "The database went away before the end of the run could be written down; the next run does that."
                            + " What was committed is kept.",
                    Map.of(),
                    duration);
        }
    }

    private Outcome written(Run run, Runs.State state, Verdict verdict, Duration duration) {
        var balance = runs.balance(run);
        var decided = lostOr(run, state, verdict);
        if (decided.code() == ExitCode.DONE
                && balance.getOrDefault(Line.DEAD, 0L) + balance.getOrDefault(Line.PARTIAL, 0L) > 0) {
            decided = new Verdict(ExitCode.DONE_WITH_DEAD_LETTERS, null);
        }
        String reason = runs.end(run, state, decided.code(), decided.reason());
        return new Outcome(run.job(), run.tenant(), run, decided.code(), reason, balance, duration);
    }

    // A failure of a process that stood still: the true reason is that another one took over meanwhile.
    private Verdict lostOr(Run run, Runs.State state, Verdict verdict) {
        boolean kept = state == Runs.State.COMPLETED || verdict.code() == ExitCode.ALREADY_RUNNING || leases.holds(run);
        return kept ? verdict : Verdict.of(List.of(new LeaseLost(run.toString())));
    }

    private void release(Launch launch, long token, Start start) {
        try {
            if (Patience.of("The release of the lease", () -> leases.release(launch.job(), launch.tenant(), token))) {
                start.beginNoMore();
            }
        } catch (RuntimeException e) {
            log.warn(
                    "The lease of {} could not be given back; it expires within {} s, and runs begun before are refused",
                    launch,
                    leaseLife.toSeconds());
        }
    }

    /** Asks every run of this process to end at its next commit, and waits for that. Returns false if time ran out. */
    boolean stopAll(Duration within) {
        stops.requestAll();
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
}
