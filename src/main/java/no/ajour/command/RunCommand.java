package no.ajour.command;

import no.ajour.run.ExitCode;
import no.ajour.run.JobRunner;
import no.ajour.tenant.Tenants;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One run of a job now, for every tenant or those named. */
@Command(
        name = "run",
        description = "Run a job now: digital-active, journal-events or acknowledgements.",
        mixinStandardHelpOptions = true)
final class RunCommand extends OperatorCommand {

    @Parameters(paramLabel = "JOB", description = "The job to run.")
    private String job = "";

    @Mixin
    private TenantOption tenantOption = new TenantOption();

    @Option(names = "--full", description = "Refresh everyone, changed or not.")
    private boolean full;

    @Option(names = "--json", description = "As JSON: an array with one object a run, when all have ended.")
    private boolean json;

    RunCommand() {
        super(Program::jobs);
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var chosen = SyncJobs.of(context, spec().commandLine(), job);
        var tenants = tenantOption.of(context.getBean(Tenants.class));
        try (var report = new RunReport(out(), json, tenants.size() + (chosen.national() ? 1 : 0))) {
            var outcomes = context.getBean(JobRunner.class).run(chosen, tenants, full, report::ended);
            return report.all(job, outcomes);
        }
    }
}
