package no.ajour.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import no.ajour.database.SchemaVersion;
import no.ajour.patient.CsvPatients;
import no.ajour.patient.Extent;
import no.ajour.run.ExitCode;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads patient lists from a CSV file. */
@Command(
        name = "import",
        description =
                "Load the patient list from a CSV file: UTF-8, with a header, column fnr or nin, and column orgnr "
                        + "if the file is of several tenants.",
        mixinStandardHelpOptions = true)
final class PatientsImportCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE.csv", description = "The file.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--tenant", paramLabel = "ORGNR", description = "The tenant whose patients these are.")
    private @Nullable String orgnr;

    @Option(
            names = "--complete",
            description = "The file has everyone: patients of its tenants who are not in it are taken off the list.")
    private boolean complete;

    @Override
    public Integer call() {
        try (var context = Program.database()) {
            context.getBean(SchemaVersion.class).check();
            var err = spec.commandLine().getErr();
            var result = context.getBean(CsvPatients.class)
                    .importFile(
                            file,
                            tenant(context.getBean(Tenants.class)),
                            complete ? Extent.COMPLETE : Extent.ADDITION,
                            (line, cause, message) -> err.println("line " + line + ": " + cause + ": " + message));
            err.flush();
            var out = spec.commandLine().getOut();
            result.changes()
                    .forEach((tenant, changes) -> out.printf(
                            Locale.ROOT,
                            "%s: %d listed, %d listed again, %d unchanged, %d delisted, %d repeated%n",
                            tenant,
                            changes.listed(),
                            changes.relisted(),
                            changes.unchanged(),
                            changes.delisted(),
                            changes.repeated()));
            out.printf(Locale.ROOT, "%d lines, %d of them bad%n", result.lines(), result.bad());
            out.flush();
            return (result.bad() == 0 ? ExitCode.DONE : ExitCode.DONE_WITH_DEAD_LETTERS).code();
        }
    }

    private @Nullable Tenant tenant(Tenants tenants) {
        if (orgnr == null) {
            return null;
        }
        return tenants.find(orgnr)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "There is no tenant " + orgnr + "; it must be one of ajour.tenants"));
    }
}
