package no.ajour.command;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import no.ajour.position.Position;
import no.ajour.position.Positions;
import no.ajour.run.ExitCode;
import no.ajour.run.JobRunner;
import no.ajour.run.Run;
import no.ajour.run.RunKind;
import no.ajour.run.Steps;
import no.ajour.screen.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets a position by hand: the one command that can lose changes, hence a reason, a confirmation and a record. */
@Command(
        name = "set",
        description = "Set a position by hand. Ahead: what lies between is never read. Back: it is read again.",
        mixinStandardHelpOptions = true)
final class PositionsSetCommand extends OperatorCommand {
    private static final String NONE = "none";

    @Parameters(index = "0", paramLabel = "JOB", description = "The job.")
    private String job = "";

    @Parameters(index = "1", paramLabel = "TENANT", description = "Organisation number, or national.")
    private String tenant = "";

    @Parameters(index = "2", paramLabel = "NAME", description = "The position's name, as positions show has it.")
    private String name = "";

    @Parameters(
            index = "3",
            paramLabel = "VALUE",
            description = "A time with its zone, such as 2026-11-20T06:00:00Z; none deletes the position.")
    private String value = "";

    @Option(
            names = "--confirm",
            paramLabel = "JOB",
            description = "The job's name once more, where nobody can be asked.")
    private @Nullable String confirm;

    @Mixin
    private Operator operator = new Operator();

    PositionsSetCommand() {
        super(Program::jobs);
    }

    @Override
    void check() {
        operator.checkWhy();
        JobNames.require(spec().commandLine(), job, PositionRule.jobs());
        if (confirm != null && !confirm.equals(job)) {
            throw wrong("--confirm must name the job once more: " + job);
        }
        newValue(PositionRule.of(job).orElseThrow(), Instant.MAX);
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var rule = PositionRule.of(job).orElseThrow();
        requireOneOf("tenant", tenant, rule.tenants(KnownTenants.of(context)));
        requireOneOf("position", name, rule.names());
        String to = newValue(rule, context.getBean(InstantSource.class).instant());
        String from = context.getBean(Positions.class)
                .find(job, tenant, name)
                .map(Position::value)
                .orElse(null);
        if (from == null && to == null) {
            say("There is no position to delete.");
            return ExitCode.DONE;
        }
        say("Position " + name + " of " + job + " for " + tenant);
        out().println("    old  " + (from == null ? NONE : Words.plain(from)));
        out().println("    new  " + (to == null ? NONE : Words.plain(to)));
        say(rule.meaning(from, to));
        out().flush();
        if (confirm == null && !Prompt.confirms(spec().commandLine(), "", job, "--confirm " + job)) {
            say("Nothing was done.");
            return ExitCode.DONE;
        }
        var outcome = context.getBean(JobRunner.class)
                .once(
                        RunKind.POSITION,
                        job,
                        tenant,
                        run -> List.of(context.getBean(Steps.class)
                                .once(run, "position", (once, tally) -> set(run, from, to, context))));
        if (outcome.code() == ExitCode.DONE) {
            say("Done.");
        } else {
            spec().commandLine().getErr().println("ajour: " + outcome.reason());
        }
        return outcome.code();
    }

    // In one transaction, which commits only while the run holds the lease.
    private void set(Run run, @Nullable String from, @Nullable String to, ApplicationContext context) {
        var positions = context.getBean(Positions.class);
        if (to != null) {
            positions.move(run, name, from, to);
        } else if (from != null) {
            positions.delete(run, name, from);
        }
        context.getBean(JdbcClient.class)
                .sql(
                        "delete from ajour.unfinished_walk where job = :job and tenant = :tenant and resource_type = :name")
                .param("job", job)
                .param("tenant", tenant)
                .param("name", name)
                .update();
        operator.did(
                "positions set",
                Map.of(
                        "job",
                        job,
                        "tenant",
                        tenant,
                        "name",
                        name,
                        "from",
                        from == null ? NONE : from,
                        "to",
                        to == null ? NONE : to,
                        "run",
                        run.id()),
                context);
    }

    private @Nullable String newValue(PositionRule rule, Instant now) {
        return value.equals(NONE)
                ? null
                : rule.value(value, now)
                        .orElseThrow(
                                () -> wrong("The value must be a time with its zone that is not in the future, such as"
                                        + " 2026-11-20T06:00:00Z, or none."));
    }

    private void requireOneOf(String what, String given, List<String> known) {
        if (!known.contains(given)) {
            throw wrong("There is no " + what + " '" + given + "' for " + job + ". There are: "
                    + String.join(", ", known.subList(0, Math.min(20, known.size()))));
        }
    }
}
