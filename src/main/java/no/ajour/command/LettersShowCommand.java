package no.ajour.command;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import no.ajour.report.LetterQuery;
import no.ajour.report.LetterRow;
import no.ajour.run.ExitCode;
import no.ajour.screen.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One dead letter. */
@Command(name = "show", description = "Show all about one dead letter.", mixinStandardHelpOptions = true)
final class LettersShowCommand extends OperatorCommand {

    @Parameters(paramLabel = "ID", description = "The letter, by number.")
    private long id;

    @Option(
            names = "--payload",
            description = "What was received too, everything like a national identity number masked. Written down.")
    private boolean withPayload;

    @Option(names = "--json", description = "As JSON: one object, without the payload.")
    private boolean json;

    @Mixin
    private Operator operator = new Operator();

    LettersShowCommand() {
        super(Program::database);
    }

    @Override
    void check() {
        operator.check();
        if (json && withPayload) {
            throw wrong("--payload is text for people; leave --json out.");
        }
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var query = context.getBean(LetterQuery.class);
        var letter = query.find(id).orElseThrow(() -> wrong("There is no dead letter " + id + "."));
        if (json) {
            json(letter);
            return ExitCode.DONE;
        }
        print(table(letter).lines());
        if (withPayload) {
            out().println();
            payload(context)
                    .ifPresentOrElse(
                            payload -> print(MaskedPayload.lines(payload)),
                            () -> say("No payload is kept: nothing needs it, or its time is over."));
        }
        return ExitCode.DONE;
    }

    // Written down first: nobody reads a patient's data without a trace.
    private Optional<String> payload(ApplicationContext context) {
        var transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        return Objects.requireNonNull(transaction.execute(status -> {
            operator.did("dead-letters show --payload", Map.of("letters", List.of(id)), context);
            return context.getBean(LetterQuery.class).payload(id);
        }));
    }

    private static Table table(LetterRow letter) {
        return Table.of("dead letter", String.valueOf(letter.id()))
                .row("job", letter.job())
                .row("tenant", letter.tenant())
                .row("record", letter.record())
                .row("cause", letter.cause())
                .row("message", letter.message())
                .row("state", letter.state())
                .row("tries", letter.attempts())
                .row("first seen", letter.firstSeen())
                .row("last seen", letter.lastSeen())
                .row("version", orNone(letter.version()))
                .row("closed", orNone(letter.closedAt()))
                .row("run", letter.run())
                .row("payload", letter.hasPayload() ? "kept; --payload shows it" : "none");
    }

    private static String orNone(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
