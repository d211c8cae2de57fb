package no.ajour.command;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.ajour.http.Timing;
import no.ajour.report.RunQuery;
import no.ajour.report.RunRow;
import no.ajour.run.ExitCode;
import no.ajour.run.Jobs;
import no.ajour.run.RunSettings;
import no.ajour.run.StopRequests;
import no.ajour.run.StopRequests.Asked;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends runs that are under way anywhere, at their next commit. */
@Command(
        name = "stop",
        description =
                "End the runs of a job, or one run, at their next commit, wherever they are under way, and wait for "
                        + "that. Exit code 30 if one did not end in time.",
        mixinStandardHelpOptions = true)
final class StopCommand extends OperatorCommand {
    // A heartbeat is at most 2 s away, and between two runs of a process there is a moment without a lease.
    private static final Duration SLACK = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(200);

    @Parameters(paramLabel = "JOB|RUN", description = "The job, or one run by number.")
    private String which = "";

    @Option(names = "--json", description = "As JSON: an array with one object a run.")
    private boolean json;

    @Mixin
    private Operator operator = new Operator();

    StopCommand() {
        super(Program::database);
    }

    @Override
    void check() {
        operator.check();
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var number = RunNumber.of(which);
        if (number.isEmpty()) {
            JobNames.require(
                    spec().commandLine(), which, context.getBean(Jobs.class).names());
        } else if (context.getBean(RunQuery.class).find(number.getAsLong()).isEmpty()) {
            throw wrong("There is no run " + which + ".");
        }
        operator.did("stop", Map.of(number.isEmpty() ? "job" : "run", which), context);
        try {
            return stop(context);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.TRY_LATER;
        }
    }

    private ExitCode stop(ApplicationContext context) throws InterruptedException {
        var requests = context.getBean(StopRequests.class);
        var timing = Timing.of(context.getBean(InstantSource.class));
        var asked = new LinkedHashSet<>(ask(requests));
        if (asked.isEmpty()) {
            timing.sleep(LOOK_AGAIN);
            asked.addAll(ask(requests));
        }
        var holding = wait(
                requests, asked, context.getBean(RunSettings.class).stopWithin().plus(SLACK), timing);
        report(asked, holding, context.getBean(RunQuery.class));
        return holding.isEmpty() ? ExitCode.DONE : ExitCode.TRY_LATER;
    }

    private List<Asked> wait(StopRequests requests, Set<Asked> asked, Duration longest, Timing timing)
            throws InterruptedException {
        long deadline = timing.nanoTime() + longest.toNanos();
        var holding = requests.holding(asked);
        while (!holding.isEmpty() && timing.nanoTime() < deadline) {
            timing.sleep(POLL);
            // Those too that a process had begun before it heard of it.
            asked.addAll(ask(requests));
            holding = requests.holding(asked);
        }
        return holding;
    }

    private List<Asked> ask(StopRequests requests) {
        var number = RunNumber.of(which);
        return number.isEmpty() ? requests.job(which) : requests.run(number.getAsLong());
    }

    private void report(Set<Asked> asked, List<Asked> holding, RunQuery query) {
        var runs = query.of(asked);
        if (json) {
            json(runs);
            return;
        }
        if (asked.isEmpty()) {
            say("Nothing is running.");
        }
        runs.forEach(run -> say(line(run)));
        holding.forEach(held -> say(held.job() + " for " + held.tenant() + " has not ended yet, in " + held.holder()
                + ". It ends at its next commit, or end that process."));
    }

    private static String line(RunRow run) {
        return "Run " + run.run() + " (" + run.job() + ", " + run.tenant() + "): " + run.state()
                + (run.exitCode() == null ? "" : ", exit code " + run.exitCode());
    }
}
