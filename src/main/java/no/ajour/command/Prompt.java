package no.ajour.command;

import java.io.Console;
import java.util.Arrays;
import java.util.Optional;
import no.ajour.failure.WrongRecord;
import no.ajour.patient.Nin;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Questions to whoever sits at the terminal. */
final class Prompt {
    private Prompt() {}

    /** Whether people read along. */
    static boolean isTerminal() {
        return console().isPresent();
    }

    /**
     * Asks for a word, and says whether it was given.
     *
     * @param otherwise the option that answers without a terminal
     * @throws ParameterException if there is no terminal
     */
    static boolean confirms(CommandLine line, String question, String word, String otherwise) {
        String answer = terminal(line, otherwise).readLine("%s%nType %s to go on: ", question, word);
        return answer != null && answer.strip().equals(word);
    }

    /**
     * Asks for a national identity number without showing it.
     *
     * @throws ParameterException if there is no terminal, or what was typed is no such number
     */
    static Nin nin(CommandLine line, String otherwise) {
        char[] typed = terminal(line, otherwise).readPassword("The number (not shown): ");
        if (typed == null) {
            throw new ParameterException(line, "No number was given.");
        }
        try {
            return Nin.parse(new String(typed).strip());
        } catch (WrongRecord e) {
            throw new ParameterException(line, String.valueOf(e.getMessage()));
        } finally {
            Arrays.fill(typed, ' ');
        }
    }

    private static Console terminal(CommandLine line, String otherwise) {
        return console()
                .orElseThrow(() ->
                        new ParameterException(line, "There is no terminal to ask at; use " + otherwise + " instead."));
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }
}
