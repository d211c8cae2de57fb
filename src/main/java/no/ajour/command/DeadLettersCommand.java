package no.ajour.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The records that could not be handled. */
@Command(
        name = "dead-letters",
        description = "The records that could not be handled.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LettersListCommand.class,
            LettersShowCommand.class,
            LettersRetryCommand.class,
            LettersDiscardCommand.class
        })
final class DeadLettersCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What about them? list, show, retry or discard.");
    }
}
