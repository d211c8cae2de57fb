package no.ajour.command;

import java.util.concurrent.Callable;
import no.ajour.database.SchemaVersion;
import no.ajour.run.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings the schema up to date. */
@Command(name = "migrate", description = "Bring the database's schema up to date.", mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (var context = Program.database()) {
            var scripts = context.getBean(SchemaVersion.class).migrate();
            var out = spec.commandLine().getOut();
            if (scripts.isEmpty()) {
                out.println("The schema is up to date.");
            } else {
                scripts.forEach(script -> out.println("Ran " + script));
            }
            out.flush();
            return ExitCode.DONE.code();
        }
    }
}
