package no.ajour.command;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import no.ajour.report.LetterCount;
import no.ajour.report.LetterQuery;
import no.ajour.report.LetterRow;
import no.ajour.report.LetterSelection;
import no.ajour.run.ExitCode;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Dead letters, counted by cause and one by one. */
@Command(
        name = "list",
        description = "Show dead letters, counted by job and cause, then one by one.",
        mixinStandardHelpOptions = true)
final class LettersListCommand extends OperatorCommand {

    @Mixin
    private LetterFilter filter = new LetterFilter();

    @Option(
            names = "--state",
            split = ",",
            paramLabel = "STATE",
            description = "unresolved, retrying, resolved, obsolete or discarded. Default: ${DEFAULT-VALUE}.",
            defaultValue = "unresolved,retrying")
    private List<String> states = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, ${DEFAULT-VALUE} if not given.")
    private int limit = 50;

    @Option(names = "--json", description = "As JSON: the counts by cause, and the letters.")
    private boolean json;

    /**
     * What {@code --json} prints.
     *
     * @param causes all that were chosen, counted
     * @param letters the first of them, as many as {@code --limit} says
     */
    record Listed(List<LetterCount> causes, List<LetterRow> letters) {}

    LettersListCommand() {
        super(Program::database);
    }

    @Override
    void check() {
        for (var state : states) {
            if (!LetterSelection.STATES.contains(state)) {
                throw wrong("There is no state '" + state + "'. States: " + String.join(", ", LetterSelection.STATES));
            }
        }
        if (limit < 0) {
            throw wrong("--limit must not be negative");
        }
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var query = context.getBean(LetterQuery.class);
        var selection = filter.selection(context, List.of(), states);
        var listed = new Listed(query.counts(selection), query.list(selection, limit));
        if (json) {
            json(listed);
        } else {
            print(lines(listed, context.getBean(InstantSource.class)));
        }
        return ExitCode.DONE;
    }

    private List<String> lines(Listed listed, InstantSource clock) {
        if (listed.causes().isEmpty()) {
            return List.of("No dead letters" + (filter.isEmpty() ? "." : " like that."));
        }
        var now = clock.instant();
        var lines = new ArrayList<>(LetterTables.counts(listed.causes(), now).lines());
        var groups = new LinkedHashMap<String, List<LetterRow>>();
        listed.letters().forEach(letter -> groups.computeIfAbsent(
                        letter.job() + ", " + letter.cause(), group -> new ArrayList<>())
                .add(letter));
        groups.forEach((group, letters) -> {
            lines.add("");
            lines.add(group);
            lines.addAll(LetterTables.letters(letters, now).lines());
        });
        long all = listed.causes().stream().mapToLong(LetterCount::letters).sum();
        if (all > listed.letters().size()) {
            lines.add("");
            lines.add("and " + (all - listed.letters().size()) + " more: --limit");
        }
        return lines;
    }
}
