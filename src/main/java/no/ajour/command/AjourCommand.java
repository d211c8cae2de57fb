package no.ajour.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        footer = {
            "",
            "Exit codes: 0 done, 10 done with dead letters, 20 already running elsewhere, 30 failed for now,",
            "40 configuration or permission, 64 wrong usage, 143 stopped."
        })
public final class AjourCommand implements Runnable {

    private static final int LONGEST_MESSAGE = 2000;

    // In the order of the help text.
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("run", RunCommand.class);
        COMMANDS.put("restart", RestartCommand.class);
        COMMANDS.put("stop", StopCommand.class);
        COMMANDS.put("status", StatusCommand.class);
        COMMANDS.put("runs", RunsCommand.class);
        COMMANDS.put("dead-letters", DeadLettersCommand.class);
        COMMANDS.put("resync", ResyncCommand.class);
        COMMANDS.put("audit", AuditCommand.class);
        COMMANDS.put("positions", PositionsCommand.class);
        COMMANDS.put("patients", PatientsCommand.class);
        COMMANDS.put("login", LoginCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
        COMMANDS.put("serve", ServeCommand.class);
        COMMANDS.put("migrate", MigrateCommand.class);
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final Instant begun = Instant.now();

    /** Parses and executes a command line; returns the exit code. */
    public static int execute(String... args) {
        return commandLine(args).execute(args);
    }

    /** As {@link #execute(String...)}, with results and errors printed elsewhere. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return commandLine(args).setOut(out).setErr(err).execute(args);
    }

    /** When the command was given. */
    Instant begun() {
        return begun;
    }

    /** Knows the command that is given, or all of them: to look at each by reflection takes longer than most have to do. */
    static CommandLine commandLine(String... arguments) {
        var line = new CommandLine(new AjourCommand());
        var given = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        (given == null ? COMMANDS.values() : List.of(given)).forEach(line::addSubcommand);
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
