package no.ajour.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import no.ajour.run.ExitCode;
import no.ajour.run.JobRunner;
import no.ajour.run.Jobs;
import no.ajour.run.RunOrder;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** One run of a job now, for every tenant or those named. */
@Command(
        name = "run",
        description = "Run a job now. Several processes may do it at once: each tenant is done by one of them.",
        mixinStandardHelpOptions = true)
final class RunCommand extends OperatorCommand {
    private static final String KEY = "[A-Za-z0-9._-]{1,100}";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private AjourCommand ajour;

    @Parameters(paramLabel = "JOB", description = "The job to run.")
    private String job = "";

    @Mixin
    private TenantOption tenantOption = new TenantOption();

    @Option(names = "--full", description = "Refresh everyone, changed or not.")
    private boolean full;

    @Option(
            names = "--share",
            paramLabel = "KEY",
            description =
                    "Share the tenants with all processes that are given the same key, whenever they start: one that "
                            + "finds none left ends with 0, one that is started again goes on with those that are not done. In "
                            + "Kubernetes, the Job's name.")
    private @Nullable String share;

    @Option(names = "--json", description = "As JSON: an array with one object a run, when all have ended.")
    private boolean json;

    RunCommand() {
        super(Program::jobs);
    }

    @Override
    void check() {
        if (share != null && !share.matches(KEY)) {
            throw wrong(
                    "--share takes up to 100 letters, digits, dots, underscores and hyphens, the same for every process "
                            + "that shares, and another one the next time.");
        }
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var chosen = SyncJobs.of(context, spec().commandLine(), job);
        var settings = context.getBean(Jobs.class).of(job);
        if (!settings.enabled()) {
            return off();
        }
        if (!chosen.eachTenant() && !tenantOption.given().isEmpty()) {
            throw wrong(job + " runs once for all tenants. Leave out --tenant.");
        }
        var tenants = tenants(context.getBean(Tenants.class), context.getBean(Jobs.class));
        int runs = (chosen.eachTenant() ? tenants.size() : 0) + (chosen.national() ? 1 : 0);
        try (var report = new RunReport(out(), json, runs)) {
            var outcomes = context.getBean(JobRunner.class).run(chosen, tenants, order(), report::ended);
            return report.all(job, outcomes);
        }
    }

    private ExitCode off() {
        if (json) {
            json(List.of());
        } else {
            say(job + " is off (ajour.jobs." + job + ".enabled): nothing was done.");
        }
        return ExitCode.DONE;
    }

    private List<Tenant> tenants(Tenants configured, Jobs jobs) {
        if (tenantOption.given().isEmpty()) {
            return jobs.tenants(job, configured);
        }
        var named = tenantOption.of(configured);
        for (var tenant : named) {
            if (!jobs.of(job).concerns(tenant.orgnr())) {
                throw wrong(job + " does not run for " + tenant.orgnr() + ": ajour.jobs." + job
                        + ".tenants does not name it.");
            }
        }
        return named;
    }

    private RunOrder order() {
        return new RunOrder(full, share, Duration.between(ajour.begun(), Instant.now()));
    }
}
