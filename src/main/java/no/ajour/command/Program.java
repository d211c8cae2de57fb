package no.ajour.command;

import no.ajour.failure.WrongInstallation;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts what a command needs, and no more. */
final class Program {
    private Program() {}

    /** The database alone. */
    static ConfigurableApplicationContext database() {
        return start(DatabaseParts.class);
    }

    /** The database, the patient lists and the jobs. */
    static ConfigurableApplicationContext jobs() {
        return start(JobParts.class);
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
            throw new CannotStart(e);
        }
    }

    /** The same, with a web server, for a process that stays. */
    static ConfigurableApplicationContext serve() {
        try {
            return start(ServeParts.class, "--spring.main.web-application-type=servlet");
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

    private static ConfigurableApplicationContext start(Class<?> parts, String... settings) {
        var application = new SpringApplication(parts);
        application.addInitializers(Program::requireDatabase);
        try {
            return application.run(settings);
        } catch (BeanCreationException e) {
            throw new CannotStart(e);
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

        CannotStart(RuntimeException cause) {
            super(cause);
        }
    }
}
