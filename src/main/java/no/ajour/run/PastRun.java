package no.ajour.run;

/**
 * A run that was begun earlier.
 *
 * @param tenant organisation number or {@link Run#NATIONAL}
 * @param first the run whose steps it took: itself, or the first one of those that it restarted
 * @param full whether it refreshed everyone
 * @param state running, completed, failed or stopped
 * @param kind as {@link RunKind#label()}
 */
public record PastRun(long id, String job, String tenant, long first, boolean full, String state, String kind) {

    /** Whether it ended before its last step, and has steps that can be taken again. */
    public boolean canBeRestarted() {
        return !state.equals("completed") && (kind.equals(RunKind.RUN.label()) || kind.equals(RunKind.RESTART.label()));
    }
}
