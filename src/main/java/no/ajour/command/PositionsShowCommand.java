package no.ajour.command;

import java.time.InstantSource;
import no.ajour.report.PositionQuery;
import no.ajour.run.ExitCode;
import no.ajour.run.Jobs;
import no.ajour.screen.Ages;
import no.ajour.screen.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How far each API has been read. */
@Command(name = "show", description = "Show the positions, and how old each is.", mixinStandardHelpOptions = true)
final class PositionsShowCommand extends OperatorCommand {

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only of this job.")
    private @Nullable String job;

    @Mixin
    private TenantOption tenantOption = new TenantOption();

    @Option(names = "--json", description = "As JSON: an array with one object a position.")
    private boolean json;

    PositionsShowCommand() {
        super(Program::database);
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        if (job != null) {
            JobNames.require(
                    spec().commandLine(), job, context.getBean(Jobs.class).names());
        }
        var positions =
                context.getBean(PositionQuery.class).read(job, tenantOption.among(KnownTenants.withNational(context)));
        if (json) {
            json(positions);
            return ExitCode.DONE;
        }
        if (positions.isEmpty()) {
            say("No position is stored: what has none is read from the beginning.");
            return ExitCode.DONE;
        }
        var now = context.getBean(InstantSource.class).instant();
        var table = Table.of("JOB", "TENANT", "NAME", "AGE", ">RUN", "VALUE");
        positions.forEach(row -> table.row(
                row.job(),
                row.tenant(),
                row.position().name(),
                Ages.length(row.age(now)),
                row.movedBy(),
                row.position().value()));
        print(table.lines());
        return ExitCode.DONE;
    }
}
