package no.ajour.command;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import no.ajour.report.LetterQuery;
import no.ajour.report.LetterRow;
import no.ajour.report.LetterSelection;
import no.ajour.run.ExitCode;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Closes dead letters whose records nobody needs. */
@Command(
        name = "discard",
        description = "Close dead letters whose records are not needed. Their payloads are deleted.",
        mixinStandardHelpOptions = true)
final class LettersDiscardCommand extends OperatorCommand {

    private static final String DISCARD = """
            with discarded as (
                update ajour.dead_letter set state = 'discarded', closed_at = clock_timestamp()
                where id = any (:ids) and state in ('unresolved', 'retrying')
                returning id
            ), deleted as (
                delete from ajour.dead_letter_payload where letter_id in (select id from discarded)
            )
            select id from discarded order by id
            """;

    @Mixin
    private LetterChoice choice = new LetterChoice();

    @Mixin
    private Operator operator = new Operator();

    @Option(names = "--json", description = "As JSON: an object with the numbers of the letters.")
    private boolean json;

    LettersDiscardCommand() {
        super(Program::database);
    }

    @Override
    void check() {
        choice.check();
        operator.checkWhy();
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var selection = choice.open(context);
        var transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        var discarded = Objects.requireNonNull(transaction.execute(status -> discard(selection, context)));
        if (json) {
            json(Map.of("discarded", discarded));
        } else {
            say(
                    discarded.isEmpty()
                            ? "No unresolved dead letters like that."
                            : Counted.of(discarded.size(), "dead letter") + " discarded.");
        }
        return ExitCode.DONE;
    }

    private List<Long> discard(LetterSelection selection, ApplicationContext context) {
        var ids = context.getBean(LetterQuery.class).list(selection, Integer.MAX_VALUE).stream()
                .map(LetterRow::id)
                .toArray(Long[]::new);
        var discarded = context.getBean(JdbcClient.class)
                .sql(DISCARD)
                .param("ids", ids)
                .query(Long.class)
                .list();
        if (!discarded.isEmpty()) {
            operator.did("dead-letters discard", Map.of("letters", discarded), context);
        }
        return discarded;
    }
}
