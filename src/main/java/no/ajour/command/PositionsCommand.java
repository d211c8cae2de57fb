package no.ajour.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How far each API has been read. */
@Command(
        name = "positions",
        description = "How far each API has been read.",
        mixinStandardHelpOptions = true,
        subcommands = {PositionsShowCommand.class, PositionsSetCommand.class})
final class PositionsCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What about them? show or set.");
    }
}
