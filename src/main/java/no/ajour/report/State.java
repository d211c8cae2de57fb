package no.ajour.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a job stands for a tenant, in a word. */
public enum State {
    /** The newest run failed. */
    FAILED,
    /** The newest run's process ended without a word. */
    DIED,
    /** The newest run was told to stop before its last step. */
    STOPPED,
    /** It has not run yet. */
    NEVER_RUN,
    /** A run is under way. */
    RUNNING,
    /** The newest run completed. */
    OK;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in JSON, such as {@code never-run}. */
    @JsonValue
    public String label() {
        return label;
    }
}
