package no.ajour.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run to be made.
 *
 * @param tenant organisation number or {@link Run#NATIONAL}
 * @param full refresh everyone, changed or not
 * @param restartOf the run to go on with; null to begin from the first step
 * @param sharing what other processes may have done of it; null if nothing that they do takes its place
 */
record Launch(
        String job,
        String tenant,
        RunKind kind,
        boolean full,
        @Nullable Long restartOf,
        @Nullable Sharing sharing) {

    /**
     * Of a run that several processes may have been given.
     *
     * @param share the key that all of them were given; null if none was
     * @param since a run that another process began from here on, and completed, has done it, by the database's clock
     * @param waits whether to wait for another process that is at it, since what comes next builds on it
     */
    record Sharing(@Nullable String share, Instant since, boolean waits) {}

    static Launch run(String job, String tenant, boolean full, Sharing sharing) {
        return new Launch(job, tenant, RunKind.RUN, full, null, sharing);
    }

    static Launch of(RunKind kind, String job, String tenant) {
        return new Launch(job, tenant, kind, false, null, null);
    }

    @Nullable
    String share() {
        return sharing == null ? null : sharing.share();
    }

    @Override
    public String toString() {
        return kind.label() + " of " + job + " for " + tenant;
    }
}
