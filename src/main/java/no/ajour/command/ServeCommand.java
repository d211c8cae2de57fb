package no.ajour.command;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import no.ajour.run.ExitCode;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A process that stays until it is told to stop, starts the jobs by the clock, and shows health and metrics meanwhile. It
 * starts while the schema is not right, and is ready, and begins with the jobs, when it is.
 */
@Command(
        name = "serve",
        description =
                "Stay, start each job by its schedule (ajour.jobs.JOB.schedule), and show health and metrics over "
                        + "HTTP: /actuator/health/liveness, /actuator/health/readiness and /actuator/prometheus, on "
                        + "ajour.console.address (127.0.0.1) and ajour.console.port (8080). Several nodes start each job once.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--no-schedules",
            description = "Start no job: show health and metrics alone, where something else starts the jobs.")
    private boolean noSchedules;

    @Override
    public Integer call() {
        var closed = new CountDownLatch(1);
        try (var context = Program.serve(!noSchedules)) {
            ApplicationListener<ContextClosedEvent> end = event -> closed.countDown();
            context.addApplicationListener(end);
            var environment = context.getEnvironment();
            var out = spec.commandLine().getOut();
            out.println("Serving on " + environment.getProperty("server.address") + ", port "
                    + environment.getProperty("local.server.port"));
            out.flush();
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.STOPPED.code();
    }
}
