package no.ajour;

import no.ajour.command.AjourCommand;

/** The program: parses the command line before anything else starts, and ends with the command's exit code. */
public final class Ajour {
    private Ajour() {}

    public static void main(String[] args) {
        System.exit(AjourCommand.execute(args));
    }
}
