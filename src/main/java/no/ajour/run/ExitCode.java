package no.ajour.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How a command ended: the process's exit code. */
public enum ExitCode {
    DONE(0),
    DONE_WITH_DEAD_LETTERS(10),
    ALREADY_RUNNING(20),
    TRY_LATER(30),
    CONFIGURATION(40),
    USAGE(64),
    STOPPED(143);

    // Try later stands before configuration: while anything can still succeed by itself, a retry is worth while.
    private static final List<ExitCode> WORST_FIRST =
            List.of(STOPPED, TRY_LATER, CONFIGURATION, DONE_WITH_DEAD_LETTERS, DONE, ALREADY_RUNNING);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** In the log and in metrics, such as {@code already-running}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The exit code of a command that made several runs: the worst of them. {@link #ALREADY_RUNNING} only if every run
     * was under way elsewhere; {@link #DONE} if there was nothing to run.
     */
    public static ExitCode of(Collection<ExitCode> runs) {
        return runs.stream().min(Comparator.comparingInt(WORST_FIRST::indexOf)).orElse(DONE);
    }
}
