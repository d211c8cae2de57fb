package no.ajour.command;

import java.time.InstantSource;
import java.util.List;
import no.ajour.report.FeedQuery;
import no.ajour.report.LetterCount;
import no.ajour.report.LetterQuery;
import no.ajour.report.LetterSelection;
import no.ajour.report.StatusQuery;
import no.ajour.run.ExitCode;
import no.ajour.run.Jobs;
import no.ajour.tenant.Tenants;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How each job stands for each tenant. */
@Command(
        name = "status",
        description = "Show how each job stands for each tenant: what is late, what waits, what is broken, what to do.",
        mixinStandardHelpOptions = true)
final class StatusCommand extends OperatorCommand {

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only this job.")
    private @Nullable String job;

    @Mixin
    private TenantOption tenantOption = new TenantOption();

    @Option(names = "--all", description = "A line for every tenant, however many and however well.")
    private boolean all;

    @Option(names = "--json", description = "As JSON: an array with one object a job and tenant.")
    private boolean json;

    @Option(names = "--check", description = "Exit code 10 if something needs attention, for monitoring.")
    private boolean check;

    StatusCommand() {
        super(Program::database);
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        if (job != null) {
            JobNames.require(
                    spec().commandLine(), job, context.getBean(Jobs.class).names());
        }
        var tenants = KnownTenants.of(context);
        var chosen = tenantOption.among(KnownTenants.withNational(context));
        var now = context.getBean(InstantSource.class).instant();
        var rows = context.getBean(StatusQuery.class).read(tenants).stream()
                .filter(row -> job == null || row.job().equals(job))
                .filter(row -> chosen.isEmpty() || chosen.contains(row.tenant()))
                .toList();
        var letters = letters(context, chosen);
        var heldBack = context.getBean(FeedQuery.class).heldBack().filter(held -> held.isTooLong(now));
        if (json) {
            json(rows);
        } else {
            print(new StatusScreen(
                            now,
                            context.getBean(Tenants.class),
                            spec().commandLine().getColorScheme().ansi())
                    .lines(rows, letters, heldBack, all || !chosen.isEmpty()));
        }
        return check
                        && (!letters.isEmpty()
                                || heldBack.isPresent()
                                || rows.stream().anyMatch(row -> row.needsAttention(now)))
                ? ExitCode.DONE_WITH_DEAD_LETTERS
                : ExitCode.DONE;
    }

    // Of all tenants, those that are not configured any more among them.
    private List<LetterCount> letters(ApplicationContext context, List<String> chosen) {
        return context.getBean(LetterQuery.class)
                .counts(new LetterSelection(List.of(), job, chosen, List.of(), LetterSelection.OPEN));
    }
}
