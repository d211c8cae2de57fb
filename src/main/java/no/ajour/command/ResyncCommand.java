package no.ajour.command;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import no.ajour.command.Repairs.Piece;
import no.ajour.report.PatientLookup;
import no.ajour.run.ExitCode;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the APIs again, without touching a position. */
@Command(
        name = "resync",
        description =
                "Ask again about a patient, about what came in since a time, or about everyone. No position moves.",
        mixinStandardHelpOptions = true)
final class ResyncCommand extends OperatorCommand {

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only this job.")
    private @Nullable String job;

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    private static final class What {
        @Option(names = "--patient", paramLabel = "ID", description = "A patient, by patient.id.")
        private @Nullable String patient;

        @Option(
                names = "--nin",
                description = "A patient, whose national identity number is asked for at the terminal.")
        private boolean nin;

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "What came in or changed since a time, a date, or how long ago, such as 2d.")
        private @Nullable String since;

        @Option(names = "--all", description = "Everyone and everything.")
        private boolean all;
    }

    @Mixin
    private TenantOption tenantOption = new TenantOption();

    @Option(names = "--yes", description = "Do not ask whether --all is meant.")
    private boolean yes;

    @Option(names = "--json", description = "As JSON: an array with one object a run, when all have ended.")
    private boolean json;

    @Mixin
    private Operator operator = new Operator();

    ResyncCommand() {
        super(Program::jobs);
    }

    @Override
    void check() {
        operator.check();
        if (what.patient != null && !what.patient.matches("[0-9]{1,10}")) {
            throw wrong("--patient takes patient.id, not a national identity number: arguments can be read in lists of "
                    + "processes. Use --nin, which asks for the number.");
        }
        if (what.since != null) {
            since(what.since, Instant.MAX);
        }
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var pieces = pieces(context);
        var repairs = new Repairs(context);
        var chosen = repairs.of(spec().commandLine(), job, pieces.getFirst().order());
        if (what.all
                && !yes
                && !Prompt.confirms(spec().commandLine(), "Everything is asked for again.", "all", "--yes")) {
            say("Nothing was done.");
            return ExitCode.DONE;
        }
        operator.did("resync", subject(chosen, pieces), context);
        try (var report = new RunReport(out(), json, repairs.runs(chosen, pieces))) {
            var outcomes = repairs.carryOut(chosen, pieces, report::ended);
            return report.all("resync", outcomes);
        }
    }

    private List<Piece> pieces(ApplicationContext context) {
        var tenants = tenantOption.of(context.getBean(Tenants.class));
        if (what.since != null) {
            var now = context.getBean(InstantSource.class).instant();
            var time = since(what.since, now);
            return List.of(new Piece(tenants, new RepairOrder.Since(time)));
        }
        if (what.nin) {
            return patients(
                    context.getBean(PatientLookup.class).byNumber(Prompt.nin(spec().commandLine(), "--patient ID")),
                    tenants);
        }
        return what.patient == null
                ? List.of(new Piece(tenants, new RepairOrder.Everything()))
                : patients(context.getBean(PatientLookup.class).byId(Long.parseLong(what.patient)), tenants);
    }

    private Instant since(String given, Instant now) {
        return TimeAgo.of(given, now)
                .orElseThrow(() -> wrong("--since '" + given + "' is no time that has been. " + TimeAgo.FORMS));
    }

    private List<Piece> patients(List<PatientLookup.Found> found, List<Tenant> tenants) {
        var pieces = found.stream()
                .flatMap(patient -> tenants.stream()
                        .filter(tenant -> tenant.orgnr().equals(patient.tenant()))
                        .map(tenant -> new Piece(List.of(tenant), new RepairOrder.Patient(patient.id()))))
                .toList();
        if (pieces.isEmpty()) {
            throw wrong("There is no such patient of the tenants that are configured"
                    + (tenantOption.given().isEmpty() ? "." : " and chosen."));
        }
        return pieces;
    }

    private Map<String, Object> subject(List<Repair> repairs, List<Piece> pieces) {
        var subject = new LinkedHashMap<String, Object>();
        subject.put("jobs", repairs.stream().map(Repair::job).toList());
        subject.put("tenants", tenantOption.given().isEmpty() ? "all" : tenantOption.given());
        switch (pieces.getFirst().order()) {
            case RepairOrder.Patient patient ->
                subject.put(
                        "patients",
                        pieces.stream().map(Piece::order).map(ResyncCommand::id).toList());
            case RepairOrder.Since since -> subject.put("since", since.time().toString());
            case RepairOrder.Everything everything -> subject.put("everything", true);
            case RepairOrder.Audit audit -> subject.put("audit", true);
            case RepairOrder.Letters letters -> subject.put("letters", letters.ids());
        }
        return subject;
    }

    private static long id(RepairOrder order) {
        return order instanceof RepairOrder.Patient patient ? patient.id() : 0;
    }
}
