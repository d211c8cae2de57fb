package no.ajour.command;

import java.util.List;
import java.util.Map;
import no.ajour.command.Repairs.Piece;
import no.ajour.run.ExitCode;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.tenant.Tenants;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks for what was lost. */
@Command(
        name = "audit",
        description = "Compare what the API has with the tables, and fetch what is missing here. No position moves.",
        mixinStandardHelpOptions = true)
final class AuditCommand extends OperatorCommand {

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only this job.")
    private @Nullable String job;

    @Mixin
    private TenantOption tenantOption = new TenantOption();

    @Option(names = "--json", description = "As JSON: an array with one object a run, when all have ended.")
    private boolean json;

    @Mixin
    private Operator operator = new Operator();

    AuditCommand() {
        super(Program::jobs);
    }

    @Override
    void check() {
        operator.check();
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var tenants = tenantOption.of(context.getBean(Tenants.class));
        var order = new RepairOrder.Audit();
        var repairs = new Repairs(context);
        var chosen = repairs.of(spec().commandLine(), job, order);
        operator.did(
                "audit",
                Map.of(
                        "jobs",
                        chosen.stream().map(Repair::job).toList(),
                        "tenants",
                        tenantOption.given().isEmpty() ? "all" : tenantOption.given()),
                context);
        try (var report = new RunReport(out(), json, chosen.size() * tenants.size())) {
            var outcomes = repairs.carryOut(chosen, List.of(new Piece(tenants, order)), report::ended);
            return report.all("audit", outcomes);
        }
    }
}
