package no.ajour.command;

import java.util.ArrayList;
import java.util.List;
import no.ajour.report.LetterSelection;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which dead letters something is done to: by number, by what they have in common, or all that are open. */
final class LetterChoice {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Letters, by number.")
    private List<Long> ids = new ArrayList<>();

    @Mixin
    private LetterFilter filter = new LetterFilter();

    @Option(names = "--all", description = "All that are unresolved.")
    private boolean all;

    /** @throws ParameterException if nothing was chosen */
    void check() {
        if (ids.isEmpty() && filter.isEmpty() && !all) {
            throw new ParameterException(
                    spec.commandLine(), "Which letters? Give numbers, --cause, --job, --tenant, or --all.");
        }
    }

    /** The open letters that were chosen. */
    LetterSelection open(ApplicationContext context) {
        return filter.selection(context, ids, LetterSelection.OPEN);
    }
}
