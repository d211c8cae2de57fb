package no.ajour.run;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Comparator;
import java.util.List;
import no.ajour.failure.Failure;
import no.ajour.failure.Redaction;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.failure.WrongRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * What a run's exceptions come to: an exit code and a reason in words.
 *
 * @param reason null if all went well
 */
record Verdict(ExitCode code, @Nullable String reason) {
    private static final int LONGEST_REASON = 1000;

    static Verdict of(List<Throwable> failures) {
        // After a commit that failed, Spring Batch trips over its own version counter: that is never the reason.
        var reasons = failures.stream()
                .map(Verdict::decisive)
                .sorted(Comparator.<Throwable, Boolean>comparing(OptimisticLockingFailureException.class::isInstance)
                        .thenComparing(thrown -> !isDecisive(thrown)))
                .toList();
        Throwable first = reasons.isEmpty() ? null : reasons.getFirst();
        return switch (first) {
            case null -> new Verdict(ExitCode.TRY_LATER, "The run failed without giving a reason; run again.");
            case Failure failure ->
                switch (failure) {
                    case TryLater later -> new Verdict(ExitCode.TRY_LATER, later.getMessage());
                    case WrongInstallation wrong -> new Verdict(ExitCode.CONFIGURATION, wrong.getMessage());
                    case WrongRecord record -> new Verdict(ExitCode.TRY_LATER, record.getMessage());
                };
            case LeaseLost lost -> new Verdict(ExitCode.ALREADY_RUNNING, lost.getMessage());
            case BooksDisagree disagree -> new Verdict(ExitCode.TRY_LATER, disagree.getMessage());
            case SQLException sql -> new Verdict(ExitCode.TRY_LATER, isGone(sql) ? gone(sql) : describe(sql));
            default -> new Verdict(ExitCode.TRY_LATER, describe(first));
        };
    }

    private static String gone(SQLException sql) {
        return "The connection to the database was lost (" + describe(sql)
                + "). What was not committed is as if it had never begun; run again.";
    }

    // Spring Batch and executors wrap what a step threw.
    private static Throwable decisive(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isDecisive(cause)) {
                return cause;
            }
        }
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The SQLSTATE of what PostgreSQL or its driver said, wherever it is among the causes; null if it is none of theirs. */
    static @Nullable String sqlState(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }

    // Classes of PostgreSQL's appendix A: 08 connection, 57P the server ends or starts, 25P03 stood still too long.
    private static boolean isGone(SQLException sql) {
        String state = String.valueOf(sql.getSQLState());
        return sql instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.equals("25P03");
    }

    private static boolean isDecisive(Throwable thrown) {
        return thrown instanceof Failure
                || thrown instanceof LeaseLost
                || thrown instanceof BooksDisagree
                || (thrown instanceof SQLException sql && isGone(sql));
    }

    private static String describe(Throwable thrown) {
        String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
        return Redaction.of(thrown.getClass().getSimpleName() + message, LONGEST_REASON);
    }
}
