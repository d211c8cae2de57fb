package no.ajour.command;

import java.io.PrintWriter;
import java.sql.SQLException;
import no.ajour.failure.Failure;
import no.ajour.failure.Redaction;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.failure.WrongRecord;
import no.ajour.run.ExitCode;
import no.ajour.screen.Words;
import no.ajour.settings.UnreadableFile;
import no.ajour.settings.WrongSetting;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Says in one line why a command could not be carried out, and gives its exit code. */
final class Failures {
    private Failures() {}

    static int report(Exception thrown, CommandLine line, @Nullable ParseResult parsed) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case Failure failure -> {
                    return say(line, code(failure), failure.getMessage());
                }
                case BindException binding -> {
                    return say(line, ExitCode.CONFIGURATION, WrongSetting.explain(binding, environment(thrown)));
                }
                case CannotGetJdbcConnectionException e -> {
                    return say(line, ExitCode.TRY_LATER, noDatabase(e));
                }
                case CannotCreateTransactionException e -> {
                    return say(line, ExitCode.TRY_LATER, noDatabase(e));
                }
                case SQLException e -> {
                    // SQLSTATE classes of PostgreSQL's appendix A: no connection; the server starts or ends.
                    var state = String.valueOf(e.getSQLState());
                    if (state.startsWith("08") || state.startsWith("57P")) {
                        return say(line, ExitCode.TRY_LATER, noDatabase(e));
                    }
                }
                case DataAccessResourceFailureException e -> {
                    return say(line, ExitCode.TRY_LATER, noDatabase(e));
                }
                default -> {}
            }
        }
        var unreadable = UnreadableFile.explain(thrown);
        if (unreadable.isPresent()) {
            return say(line, ExitCode.CONFIGURATION, unreadable.get());
        }
        Throwable root = root(thrown);
        if (thrown instanceof Program.CannotStart) {
            return say(line, ExitCode.CONFIGURATION, "Cannot start: " + root.getMessage());
        }
        frames(thrown, line.getErr());
        return say(
                line,
                ExitCode.TRY_LATER,
                "Failed unexpectedly: " + root.getClass().getSimpleName());
    }

    // As a stack trace, but for the messages: a database's or a parser's may quote what it was given.
    private static void frames(Throwable thrown, PrintWriter err) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            err.println(cause.getClass().getName() + ": " + Redaction.of(cause.getMessage(), 300));
            for (var frame : cause.getStackTrace()) {
                err.println("    at " + frame);
            }
        }
    }

    private static int say(CommandLine line, ExitCode code, @Nullable String message) {
        line.getErr().println("ajour: " + Words.plain(String.valueOf(message)));
        return code.code();
    }

    private static ExitCode code(Failure failure) {
        return switch (failure) {
            case TryLater later -> ExitCode.TRY_LATER;
            case WrongRecord record -> ExitCode.TRY_LATER;
            case WrongInstallation wrong -> ExitCode.CONFIGURATION;
        };
    }

    private static @Nullable Environment environment(Exception thrown) {
        return thrown instanceof Program.CannotStart start ? start.environment() : null;
    }

    private static String noDatabase(Throwable thrown) {
        return "The database cannot be reached (" + root(thrown).getMessage()
                + "). Check spring.datasource.url, username and password, and that PostgreSQL is up.";
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
