package no.ajour.command;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import no.ajour.audit.OperatorActions;
import no.ajour.failure.Redaction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who gives a command, and why: what is written down of every action. */
final class Operator {
    private static final int LONGEST = 500;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who you are, for the record; else AJOUR_OPERATOR, else the account and host.")
    private @Nullable String by;

    @Option(names = "--why", paramLabel = "TEXT", description = "Why, for the record.")
    private @Nullable String why;

    /** Looks at what was given, so that nothing is done that cannot be written down. */
    void check() {
        require("--by", by);
        require("--why", why);
    }

    /** As {@link #check}, and a reason must have been given. */
    void checkWhy() {
        check();
        if (why == null || why.isBlank()) {
            throw new ParameterException(spec.commandLine(), "Say why, for the record: --why TEXT");
        }
    }

    /** Writes the action down, in the transaction at hand if there is one. */
    void did(String action, Map<String, ?> subject, ApplicationContext context) {
        context.getBean(OperatorActions.class).add(name(context), action, subject, why);
    }

    private String name(ApplicationContext context) {
        if (by != null && !by.isBlank()) {
            return by;
        }
        String configured = context.getEnvironment().getProperty("ajour.operator");
        return configured == null || configured.isBlank() ? System.getProperty("user.name") + "@" + host() : configured;
    }

    private void require(String option, @Nullable String text) {
        if (text != null
                && (text.length() > LONGEST || Redaction.of(text, LONGEST).contains("***"))) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " is kept for ever: at most " + LONGEST + " characters, and nothing that looks like a "
                            + "national identity number. Name a patient by patient.id.");
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }
}
