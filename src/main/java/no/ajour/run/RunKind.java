package no.ajour.run;

import java.util.Locale;

/** What a run was begun for. */
public enum RunKind {
    /** The job as scheduled. */
    RUN,
    /** A run that failed or was stopped, again from its failed step. */
    RESTART,
    /** Dead letters, handled once more. */
    RETRY,
    /** Asked again by an operator. */
    RESYNC,
    /** What the API has compared with the tables. */
    AUDIT,
    /** A position set by an operator. */
    POSITION;

    /** Whether a run of this kind can be gone on with from its failed step; the others are ordered anew. */
    boolean canBeRestarted() {
        return this == RUN || this == RESTART;
    }

    /** The name in tables and on the screen. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
