package no.ajour.command;

import java.util.List;
import java.util.Map;
import no.ajour.run.ExitCode;
import no.ajour.run.JobRunner;
import no.ajour.run.PastRun;
import no.ajour.run.Run;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on with runs that failed or were stopped. */
@Command(
        name = "restart",
        description =
                "Go on with the runs of a job that failed or were stopped, or with one run, each from the step that "
                        + "it did not complete.",
        mixinStandardHelpOptions = true)
final class RestartCommand extends OperatorCommand {

    @Parameters(paramLabel = "JOB|RUN", description = "The job, whose newest runs are meant; or a run, by number.")
    private String which = "";

    @Mixin
    private TenantOption tenantOption = new TenantOption();

    @Option(names = "--json", description = "As JSON: an array with one object a run, when all have ended.")
    private boolean json;

    @Mixin
    private Operator operator = new Operator();

    RestartCommand() {
        super(Program::jobs);
    }

    @Override
    void check() {
        operator.check();
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var configured = context.getBean(Tenants.class);
        var tenants = tenantOption.of(configured);
        var past = past(context).stream().filter(run -> isOf(run, tenants)).toList();
        if (past.isEmpty()) {
            if (json) {
                json(List.of());
            } else {
                say("There is nothing to restart: no newest run failed, died or was stopped.");
            }
            return ExitCode.DONE;
        }
        String job = past.getFirst().job();
        operator.did(
                "restart",
                Map.of("job", job, "runs", past.stream().map(PastRun::id).toList()),
                context);
        try (var report = new RunReport(out(), json, past.size())) {
            var outcomes = context.getBean(JobRunner.class)
                    .restart(SyncJobs.of(context, spec().commandLine(), job), past, tenants, report::ended);
            return report.all(job, outcomes);
        }
    }

    private List<PastRun> past(ApplicationContext context) {
        var runner = context.getBean(JobRunner.class);
        var number = RunNumber.of(which);
        if (number.isEmpty()) {
            return runner
                    .newest(SyncJobs.of(context, spec().commandLine(), which).name())
                    .stream()
                    .filter(PastRun::canBeRestarted)
                    .toList();
        }
        var run = runner.find(number.getAsLong()).orElseThrow(() -> wrong("There is no run " + which + "."));
        if (!run.canBeRestarted()) {
            throw wrong(
                    run.state().equals("completed")
                            ? "Run " + which + " completed. For a new one: ajour run " + run.job()
                            : "Run " + which + " was a " + run.kind()
                                    + " and has no steps to go on with. Give the command "
                                    + "that began it once more.");
        }
        return List.of(run);
    }

    // What is asked once for all tenants is no single tenant's.
    private boolean isOf(PastRun run, List<Tenant> tenants) {
        return run.tenant().equals(Run.NATIONAL)
                ? tenantOption.given().isEmpty()
                : tenants.stream().anyMatch(tenant -> tenant.orgnr().equals(run.tenant()));
    }
}
