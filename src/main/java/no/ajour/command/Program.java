package no.ajour.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import no.ajour.failure.WrongInstallation;
import no.ajour.schedule.ScheduleConfiguration;
import no.ajour.settings.JobFiles;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Starts what a command needs, and no more. */
final class Program {
    static {
        // Spring Boot's threads that load what a web server will need; of no use to most commands, and in the way of
        // all.
        System.setProperty("spring.backgroundpreinitializer.ignore", "true");
    }

    private Program() {}

    /** The database alone. */
    static ConfigurableApplicationContext database() {
        return start(List.of(DatabaseParts.class));
    }

    /** The database, the patient lists and the jobs. */
    static ConfigurableApplicationContext jobs() {
        return start(List.of(JobParts.class, SettingsGuard.class));
    }

    /**
     * The same, each part only when it is asked for, and nothing required of the settings.
     *
     * @throws CannotStart if the settings cannot even be read
     */
    static ConfigurableApplicationContext apart() {
        var application = new SpringApplication(DoctorParts.class);
        application.setLazyInitialization(true);
        try {
            return application.run();
        } catch (RuntimeException e) {
            throw new CannotStart(e, null);
        }
    }

    /**
     * The same, with a web server, for a process that stays.
     *
     * @param schedules whether it starts jobs by the clock
     */
    static ConfigurableApplicationContext serve(boolean schedules) {
        var parts = new ArrayList<Class<?>>(List.of(ServeParts.class, SettingsGuard.class));
        var settings = new ArrayList<>(List.of("--spring.main.web-application-type=servlet"));
        if (schedules) {
            parts.add(ScheduleConfiguration.class);
            settings.add("--management.endpoint.health.group.readiness.include=readinessState,schema,schedule");
        }
        try {
            return start(parts, settings.toArray(String[]::new));
        } catch (ApplicationContextException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof WebServerException) {
                    throw new WrongInstallation("The web server cannot start: " + cause.getMessage()
                            + ". Free the port, or set ajour.console.port and ajour.console.address.");
                }
            }
            throw e;
        }
    }

    private static ConfigurableApplicationContext start(List<Class<?>> parts, String... settings) {
        var application = new SpringApplication(parts.toArray(Class<?>[]::new));
        var environment = new AtomicReference<@Nullable Environment>();
        application.addInitializers(
                context -> environment.set(context.getEnvironment()),
                context -> JobFiles.requireKnown(context.getEnvironment()),
                Program::requireDatabase);
        try {
            return application.run(settings);
        } catch (BeanCreationException e) {
            throw new CannotStart(e, environment.get());
        }
    }

    private static void requireDatabase(ConfigurableApplicationContext context) {
        if (!context.getEnvironment().containsProperty("spring.datasource.url")) {
            throw new WrongInstallation(
                    "spring.datasource.url is not set; set it to the JDBC URL of the database, such "
                            + "as jdbc:postgresql://localhost:5432/ehr, and username and password beside it");
        }
    }

    /** A part of the program refused its settings. */
    static final class CannotStart extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient @Nullable Environment environment;

        CannotStart(RuntimeException cause, @Nullable Environment environment) {
            super(cause);
            this.environment = environment;
        }

        /** The settings; null if they could not even be read. */
        @Nullable
        Environment environment() {
            return environment;
        }
    }
}
