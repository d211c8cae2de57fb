package no.ajour.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import no.ajour.run.JobRunner;
import no.ajour.run.Jobs;
import no.ajour.run.Outcome;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the jobs can do again. */
final class Repairs {

    /** An order and the tenants that it is for. */
    record Piece(List<Tenant> tenants, RepairOrder order) {}

    private final List<Repair> all;
    private final JobRunner runner;
    private final Jobs jobs;

    Repairs(ApplicationContext context) {
        this.all = context.getBeansOfType(Repair.class).values().stream()
                .sorted(Comparator.comparing(Repair::job))
                .toList();
        this.runner = context.getBean(JobRunner.class);
        this.jobs = context.getBean(Jobs.class);
    }

    /**
     * Those that an order is for.
     *
     * @param job only this one, also if it is off; null for all that are on
     * @throws ParameterException if there is none
     */
    List<Repair> of(CommandLine line, @Nullable String job, RepairOrder order) {
        var able = all.stream().filter(repair -> repair.handles(order)).toList();
        var chosen = able.stream()
                .filter(repair -> job == null
                        ? jobs.of(repair.job()).enabled()
                        : repair.job().equals(job))
                .toList();
        if (chosen.isEmpty()) {
            throw new ParameterException(
                    line,
                    job == null
                            ? "No job that is on does that."
                            : job + " does not do that. Jobs that do: "
                                    + able.stream().map(Repair::job).collect(Collectors.joining(", ")));
        }
        return chosen;
    }

    /** How many runs that comes to. */
    int runs(List<Repair> repairs, List<Piece> pieces) {
        return repairs.stream()
                .mapToInt(repair -> pieces.stream()
                        .mapToInt(piece -> tenants(repair, piece).size())
                        .sum())
                .sum();
    }

    // Of a job that is on, those that it runs for; of one that is off and was named, all that were.
    private List<Tenant> tenants(Repair repair, Piece piece) {
        var how = jobs.of(repair.job());
        return how.enabled()
                ? piece.tenants().stream()
                        .filter(tenant -> how.concerns(tenant.orgnr()))
                        .toList()
                : piece.tenants();
    }

    /** Carries the pieces out, one job after the other. */
    List<Outcome> carryOut(List<Repair> repairs, List<Piece> pieces, Consumer<Outcome> ended) {
        var outcomes = new ArrayList<Outcome>();
        for (var repair : repairs) {
            for (var piece : pieces) {
                var tenants = tenants(repair, piece);
                if (!tenants.isEmpty()) {
                    outcomes.addAll(runner.repair(repair, tenants, piece.order(), ended));
                }
            }
        }
        return outcomes;
    }
}
