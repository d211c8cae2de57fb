package no.ajour.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import no.ajour.database.SchemaVersion;
import no.ajour.run.ExitCode;
import no.ajour.screen.Table;
import no.ajour.screen.Words;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What commands have in common that need a schema of the program's own version. */
abstract class OperatorCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final Supplier<ConfigurableApplicationContext> parts;

    /** @param parts starts what the command needs */
    OperatorCommand(Supplier<ConfigurableApplicationContext> parts) {
        this.parts = parts;
    }

    @Override
    public final Integer call() {
        check();
        try (var context = parts.get()) {
            context.getBean(SchemaVersion.class).check();
            var code = carryOut(context);
            out().flush();
            return code.code();
        }
    }

    /** Looks at the arguments before anything is started. */
    void check() {}

    abstract ExitCode carryOut(ApplicationContext context);

    final CommandSpec spec() {
        return spec;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final void print(List<String> lines) {
        lines.forEach(out()::println);
    }

    /** Prints a sentence, on as many lines as it needs. */
    final void say(String text) {
        print(Words.wrap(text, Table.WIDTH));
    }

    final void json(Object value) {
        out().println(Json.text(value));
    }

    /** Wrong usage, to be thrown. */
    final ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
