package no.ajour.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The tenants' patient lists. */
@Command(
        name = "patients",
        description = "The tenants' patient lists.",
        mixinStandardHelpOptions = true,
        subcommands = PatientsImportCommand.class)
final class PatientsCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What about them? Try: ajour patients import FILE.csv");
    }
}
