package no.ajour.command;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The program's own reading of command lines, for those that stand in files and pages. */
public final class CommandLines {
    private static final CommandLine PROGRAM = AjourCommand.commandLine();

    private CommandLines() {}

    /** What is wrong with the words after {@code ajour}, or null. Whether jobs and tenants exist is not looked at. */
    public static synchronized @Nullable String fault(List<String> arguments) {
        try {
            var parsed = PROGRAM.parseArgs(arguments.toArray(String[]::new));
            return parsed.hasSubcommand() || parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()
                    ? null
                    : "names no command";
        } catch (ParameterException e) {
            return e.getMessage();
        }
    }

    /** The names of all options of all commands that take a value. */
    public static List<String> options() {
        return options(PROGRAM).distinct().toList();
    }

    private static Stream<String> options(CommandLine command) {
        return Stream.concat(
                command.getCommandSpec().options().stream()
                        .filter(option -> option.arity().max() > 0)
                        .flatMap(option -> Stream.of(option.names())),
                command.getSubcommands().values().stream().flatMap(CommandLines::options));
    }
}
