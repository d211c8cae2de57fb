package no.ajour.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import no.ajour.database.DatabaseRoles;
import no.ajour.database.SchemaVersion;
import no.ajour.run.ExitCode;
import org.springframework.jdbc.core.simple.JdbcClient;
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
            tellOfRoles(out, context.getBean(JdbcClient.class));
            out.flush();
            return ExitCode.DONE.code();
        }
    }

    // Not a failure: jobs run as the role that migrated, and only EHRs and others with roles of their own have to wait.
    private static void tellOfRoles(PrintWriter out, JdbcClient jdbc) {
        var fault = DatabaseRoles.fault(jdbc);
        if (fault == null) {
            return;
        }
        var settings = jdbc.sql("select quote_ident(current_user), format('set ajour.migrator = %L', current_user), "
                        + "quote_ident(current_database())")
                .query((row, number) -> List.of(row.getString(1), row.getString(2), row.getString(3)))
                .single();
        out.println();
        out.println(Character.toUpperCase(fault.charAt(0)) + fault.substring(1) + ".");
        out.println("Until that is put right nothing is granted, and only " + settings.get(0) + " can use the schema:");
        out.println("  1. let an administrator of the database run");
        out.println("     psql -d " + settings.get(2) + " -c \"" + settings.get(1) + "\" -f beforeMigrate__roles.sql");
        out.println("     (the file is in the folder sql of Ajour's source)");
        out.println("  2. run `ajour migrate` again");
    }
}
