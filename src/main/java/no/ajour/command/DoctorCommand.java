package no.ajour.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import no.ajour.doctor.Doctor;
import no.ajour.doctor.Finding;
import no.ajour.doctor.Result;
import no.ajour.run.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks the installation and says what to mend. It changes nothing, reads no event and no change list, and makes every
 * check it can, whatever the others found.
 *
 * <p>{@code --json} prints an array of objects, in the order in which the checks were made:
 *
 * <ul>
 *   <li>{@code check}: settings, tenants, database, schema, rights, db clock, key file, helseid, clock, token, login, api,
 *       ping or program
 *   <li>{@code subject}: an API, an API and a tenant's organisation number, a group of settings, or null
 *   <li>{@code result}: ok, warning, wrong or skipped
 *   <li>{@code found}: what was found; for skipped, why it was not looked
 *   <li>{@code fix}: what to do, or null
 * </ul>
 */
@Command(
        name = "doctor",
        description = "Check database, settings, clocks, key, tokens and APIs, and say what to mend. Changes nothing.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    private record Row(
            String check,
            @Nullable String subject,
            String result,
            String found,
            @Nullable String fix) {}

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--json", description = "As JSON: an array with one object a finding.")
    private boolean json;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var findings = new ArrayList<Finding>();
        var report = new DoctorReport(out);
        examine(finding -> {
            findings.add(finding);
            if (!json) {
                report.add(finding);
            }
        });
        if (json) {
            out.println(json(findings));
        } else {
            report.end();
        }
        out.flush();
        boolean wrong = findings.stream().anyMatch(finding -> finding.result() == Result.WRONG);
        return (wrong ? ExitCode.CONFIGURATION : ExitCode.DONE).code();
    }

    private static void examine(Consumer<Finding> each) {
        try (var program = Program.apart();
                var doctor = Doctor.of(program)) {
            doctor.examine(each);
        } catch (Program.CannotStart e) {
            each.accept(Doctor.unreadable(e));
        }
    }

    private static String json(List<Finding> findings) {
        var rows = findings.stream()
                .map(finding -> new Row(
                        finding.check(), finding.subject(), finding.result().word(), finding.found(), finding.fix()))
                .toList();
        return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(rows);
    }
}
