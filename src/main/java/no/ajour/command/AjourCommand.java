package no.ajour.command;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import no.ajour.failure.Redaction;
import no.ajour.run.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole. */
@Command(
        name = "ajour",
        description = "Keeps a local EHR database up to date with the Norwegian national e-health APIs.",
        mixinStandardHelpOptions = true,
        versionProvider = AjourCommand.Version.class,
        subcommands = {
            RunCommand.class,
            RestartCommand.class,
            StopCommand.class,
            StatusCommand.class,
            RunsCommand.class,
            DeadLettersCommand.class,
            ResyncCommand.class,
            AuditCommand.class,
            PositionsCommand.class,
            PatientsCommand.class,
            DoctorCommand.class,
            ServeCommand.class,
            MigrateCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 10 done with dead letters, 20 already running elsewhere, 30 failed for now,",
            "40 configuration or permission, 64 wrong usage, 143 stopped."
        })
public final class AjourCommand implements Runnable {

    private static final int LONGEST_MESSAGE = 2000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final Instant begun;

    private AjourCommand(Instant begun) {
        this.begun = begun;
    }

    /** Parses and executes the command line of this process; returns the exit code. */
    public static int execute(String... args) {
        long jvmBegun = ManagementFactory.getRuntimeMXBean().getStartTime();
        return commandLine(Instant.ofEpochMilli(jvmBegun)).execute(args);
    }

    /** As {@link #execute(String...)} for a command that is given now, with results and errors printed elsewhere. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return commandLine(Instant.now()).setOut(out).setErr(err).execute(args);
    }

    /** When the command was given. */
    Instant begun() {
        return begun;
    }

    static CommandLine commandLine() {
        return commandLine(Instant.now());
    }

    private static CommandLine commandLine(Instant begun) {
        var line = new CommandLine(new AjourCommand(begun));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler(AjourCommand::wrongUsage);
        line.setExecutionExceptionHandler(Failures::report);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        // The arguments are in it, and one of them may be a patient's number.
        err.println("ajour: " + Redaction.of(e.getMessage(), LONGEST_MESSAGE));
        e.getCommandLine().usage(err);
        return ExitCode.USAGE.code();
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = AjourCommand.class.getPackage().getImplementationVersion();
            return new String[] {"ajour " + (version == null ? "(not packaged)" : version), "Java ${java.version}"};
        }
    }
}
