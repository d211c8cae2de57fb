package no.ajour.run;

import org.jspecify.annotations.Nullable;

/** Whether a run, or one step of it, has been told to end at its next commit. It is never taken back. */
final class StopSignal {
    private final @Nullable StopSignal wider;
    private volatile boolean requested;

    /** Of a run. */
    StopSignal() {
        this.wider = null;
    }

    /**
     * Of a step.
     *
     * @param run whose signal is the step's too
     */
    StopSignal(StopSignal run) {
        this.wider = run;
    }

    void request() {
        requested = true;
    }

    boolean requested() {
        return requested || (wider != null && wider.requested());
    }
}
