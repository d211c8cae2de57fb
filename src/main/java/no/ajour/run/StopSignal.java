package no.ajour.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a step, a run, or all runs of one start have been told to end at their next commit, each by itself or by the
 * one around it. It is never taken back.
 */
final class StopSignal {
    private final @Nullable StopSignal wider;
    private final long begun = System.nanoTime();
    private final long deadline;
    private volatile boolean requested;

    private StopSignal(@Nullable StopSignal wider, long deadline) {
        this.wider = wider;
        this.deadline = deadline;
    }

    /** Of something on its own. */
    StopSignal() {
        this(null, Long.MAX_VALUE);
    }

    /**
     * Of a part.
     *
     * @param wider whose signal is the part's too
     */
    StopSignal(StopSignal wider) {
        this(wider, Long.MAX_VALUE);
    }

    /** That is given by itself after so long. */
    static StopSignal after(Duration deadline) {
        return new StopSignal(null, deadline.toNanos());
    }

    void request() {
        requested = true;
    }

    boolean requested() {
        return requested || isPastDeadline() || (wider != null && wider.requested());
    }

    /** Whether it was given because time ran out. */
    boolean isPastDeadline() {
        return System.nanoTime() - begun >= deadline;
    }
}
