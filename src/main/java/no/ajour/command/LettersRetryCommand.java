package no.ajour.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import no.ajour.report.LetterQuery;
import no.ajour.report.LetterRow;
import no.ajour.report.LetterSelection;
import no.ajour.run.ExitCode;
import no.ajour.run.JobRunner;
import no.ajour.run.Outcome;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.tenant.Tenants;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Handles dead letters once more. Positions stay where they are. */
@Command(
        name = "retry",
        description = "Handle dead letters once more. Exit code 10 if some are left.",
        mixinStandardHelpOptions = true)
final class LettersRetryCommand extends OperatorCommand {

    /**
     * What {@code --json} prints.
     *
     * @param runs a run for each job and tenant
     * @param resolved letters that are closed now
     * @param left those that are open still, those that cannot be retried among them
     */
    record Retried(List<OutcomeJson> runs, long resolved, List<LetterRow> left) {}

    @Mixin
    private LetterChoice choice = new LetterChoice();

    @Mixin
    private Operator operator = new Operator();

    @Option(names = "--json", description = "As JSON: the runs, how many letters are resolved, and those left.")
    private boolean json;

    LettersRetryCommand() {
        super(Program::jobs);
    }

    @Override
    void check() {
        choice.check();
        operator.check();
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var query = context.getBean(LetterQuery.class);
        var letters = query.list(choice.open(context), Integer.MAX_VALUE);
        if (letters.isEmpty()) {
            if (json) {
                json(new Retried(List.of(), 0, List.of()));
            } else {
                say("No unresolved dead letters like that.");
            }
            return ExitCode.DONE;
        }
        var ids = letters.stream().map(LetterRow::id).toList();
        operator.did("dead-letters retry", Map.of("letters", ids), context);
        var outcomes = retry(letters, context);
        var left = query.list(
                new LetterSelection(ids, null, List.of(), List.of(), LetterSelection.OPEN), Integer.MAX_VALUE);
        if (json) {
            json(new Retried(outcomes.stream().map(OutcomeJson::of).toList(), letters.size() - left.size(), left));
        } else {
            print(new RetriedLetters(context).lines(letters.size(), left));
        }
        return code(outcomes, left);
    }

    private List<Outcome> retry(List<LetterRow> letters, ApplicationContext context) {
        var configured = context.getBean(Tenants.class);
        var byJob = new TreeMap<String, List<LetterRow>>();
        letters.stream()
                .filter(letter -> configured.find(letter.tenant()).isPresent())
                .forEach(letter -> byJob.computeIfAbsent(letter.job(), job -> new ArrayList<>())
                        .add(letter));
        var outcomes = new ArrayList<Outcome>();
        for (var repair : context.getBeansOfType(Repair.class).values()) {
            var its = byJob.getOrDefault(repair.job(), List.of());
            var order = new RepairOrder.Letters(its.stream().map(LetterRow::id).toList());
            if (its.isEmpty() || !repair.handles(order)) {
                continue;
            }
            var tenants = its.stream()
                    .map(LetterRow::tenant)
                    .distinct()
                    .sorted()
                    .map(orgnr -> configured.find(orgnr).orElseThrow())
                    .toList();
            try (var report = new RunReport(out(), json, tenants.size())) {
                outcomes.addAll(context.getBean(JobRunner.class).repair(repair, tenants, order, report::ended));
            }
        }
        return outcomes;
    }

    // How the runs ended counts for more than what is left, which follows from it.
    private static ExitCode code(List<Outcome> outcomes, List<LetterRow> left) {
        var codes = new ArrayList<>(outcomes.stream().map(Outcome::code).toList());
        if (!left.isEmpty() && codes.stream().noneMatch(code -> code == ExitCode.ALREADY_RUNNING)) {
            codes.add(ExitCode.DONE_WITH_DEAD_LETTERS);
        }
        return ExitCode.of(codes);
    }
}
