package no.ajour.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import no.ajour.database.SchemaVersion;
import no.ajour.failure.WrongInstallation;
import no.ajour.run.ExitCode;
import no.ajour.run.JobRunner;
import no.ajour.run.Outcome;
import no.ajour.run.SyncJob;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One run of a job now, for every tenant or those named. */
@Command(
        name = "run",
        description = "Run a job now: digital-active, journal-events or acknowledgements.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "JOB", description = "The job to run.")
    private String job = "";

    @Option(
            names = "--tenant",
            paramLabel = "ORGNR",
            description = "Only this tenant, by organisation number; may be repeated.")
    private List<String> orgnrs = new ArrayList<>();

    @Option(names = "--full", description = "Refresh everyone, changed or not.")
    private boolean full;

    @Override
    public Integer call() {
        try (var context = Program.jobs()) {
            context.getBean(SchemaVersion.class).check();
            var chosen = job(context);
            var tenants = tenants(context.getBean(Tenants.class));
            var report = new RunReport(spec.commandLine().getOut());
            var outcomes = context.getBean(JobRunner.class).run(chosen, tenants, full, report::ended);
            var code = ExitCode.of(outcomes.stream().map(Outcome::code).toList());
            report.all(chosen.name(), outcomes, code);
            return code.code();
        }
    }

    private SyncJob job(ApplicationContext context) {
        var jobs = context.getBeansOfType(SyncJob.class).values();
        return jobs.stream()
                .filter(candidate -> candidate.name().equals(job))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "There is no job '" + job + "'. Jobs: "
                                + jobs.stream()
                                        .map(SyncJob::name)
                                        .sorted(Comparator.naturalOrder())
                                        .collect(Collectors.joining(", "))));
    }

    private List<Tenant> tenants(Tenants configured) {
        if (configured.tenants().isEmpty()) {
            throw new WrongInstallation("No tenant is configured. Name each municipality under ajour.tenants, such as "
                    + "ajour.tenants[0].orgnr: \"123456785\"");
        }
        if (orgnrs.isEmpty()) {
            return configured.tenants();
        }
        return orgnrs.stream()
                .distinct()
                .map(orgnr -> configured
                        .find(orgnr)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "There is no tenant " + orgnr + ". Tenants: "
                                        + configured.tenants().stream()
                                                .map(Tenant::orgnr)
                                                .collect(Collectors.joining(", ")))))
                .toList();
    }
}
