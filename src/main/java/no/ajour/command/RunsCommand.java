package no.ajour.command;

import java.util.OptionalLong;
import no.ajour.report.RunQuery;
import no.ajour.run.ExitCode;
import no.ajour.run.Jobs;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The history of runs. */
@Command(
        name = "runs",
        description = "Show the history of runs, the newest first; or one run with its steps and balance sheet.",
        mixinStandardHelpOptions = true)
final class RunsCommand extends OperatorCommand {

    @Parameters(paramLabel = "JOB|RUN", arity = "0..1", description = "Only this job; or one run, by number.")
    private @Nullable String which;

    @Option(names = "--run", paramLabel = "RUN", description = "One run, by number.")
    private @Nullable Long run;

    @Mixin
    private TenantOption tenantOption = new TenantOption();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, ${DEFAULT-VALUE} if not given.")
    private int limit = 20;

    @Option(names = "--failed", description = "Only those that failed or died.")
    private boolean failed;

    @Option(names = "--json", description = "As JSON: an array with one object a run; or one object.")
    private boolean json;

    RunsCommand() {
        super(Program::database);
    }

    @Override
    void check() {
        if (limit < 0) {
            throw wrong("--limit must not be negative");
        }
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var query = context.getBean(RunQuery.class);
        var one = run != null ? OptionalLong.of(run) : which == null ? OptionalLong.empty() : RunNumber.of(which);
        if (one.isPresent()) {
            var detail =
                    query.find(one.getAsLong()).orElseThrow(() -> wrong("There is no run " + one.getAsLong() + "."));
            if (json) {
                json(detail);
            } else {
                print(RunTables.detail(detail));
            }
            return ExitCode.DONE;
        }
        if (which != null) {
            JobNames.require(
                    spec().commandLine(), which, context.getBean(Jobs.class).names());
        }
        var rows = query.newest(which, tenantOption.among(KnownTenants.withNational(context)), failed, limit);
        if (json) {
            json(rows);
        } else if (rows.isEmpty()) {
            say("No runs" + (which == null && !failed ? " yet." : " like that."));
        } else {
            print(RunTables.history(rows).lines());
        }
        return ExitCode.DONE;
    }
}
