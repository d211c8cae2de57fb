package no.ajour.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import no.ajour.database.SchemaVersion;
import no.ajour.run.ExitCode;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** How each job stands for each tenant. */
@Command(
        name = "status",
        description = "Show how each job stands for each tenant: last success, what waits, dead letters, what to do.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only this job.")
    private @Nullable String job;

    @Option(names = "--json", description = "As JSON: an array with one object a job and tenant.")
    private boolean json;

    @Override
    public Integer call() {
        try (var context = Program.database()) {
            context.getBean(SchemaVersion.class).check();
            var tenants = context.getBean(Tenants.class).tenants().stream()
                    .map(Tenant::orgnr)
                    .toList();
            var rows = new StatusQuery(context.getBean(JdbcClient.class)).read(jobs(context), tenants);
            var out = spec.commandLine().getOut();
            if (json) {
                out.println(new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(rows));
            } else {
                print(rows, context.getBean(InstantSource.class).instant(), out);
            }
            out.flush();
            return ExitCode.DONE.code();
        }
    }

    // The jobs of an installation are those that have settings.
    private List<String> jobs(ApplicationContext context) {
        var configured = Binder.get(context.getEnvironment())
                .bind("ajour.jobs", Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of())
                .keySet()
                .stream()
                .sorted()
                .toList();
        if (job == null) {
            return configured;
        }
        if (!configured.contains(job)) {
            throw new ParameterException(
                    spec.commandLine(), "There is no job '" + job + "'. Jobs: " + String.join(", ", configured));
        }
        return List.of(job);
    }

    private static void print(List<JobStatus> rows, Instant now, PrintWriter out) {
        out.printf("%-17s %-10s %-14s %9s %6s  %s%n", "JOB", "TENANT", "LAST SUCCESS", "WAITING", "DEAD", "STATE");
        for (var row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-17s %-10s %-14s %9d %6d  %s%n",
                    row.job(),
                    row.tenant(),
                    age(row.lastSuccess(), now),
                    row.waiting(),
                    row.dead(),
                    row.state());
        }
        var toDo = rows.stream().filter(row -> !row.next().isEmpty()).toList();
        if (!toDo.isEmpty()) {
            out.println();
            out.println("What to do:");
            toDo.forEach(row -> out.printf("  %s %s: %s%n", row.job(), row.tenant(), row.next()));
        }
    }

    private static String age(@Nullable Instant then, Instant now) {
        if (then == null) {
            return "never";
        }
        var age = Duration.between(then, now);
        if (age.toMinutes() < 1) {
            return "just now";
        }
        if (age.toHours() < 2) {
            return age.toMinutes() + " min ago";
        }
        return age.toDays() < 2 ? age.toHours() + " h ago" : age.toDays() + " days ago";
    }
}
