package no.ajour.run;

import org.jspecify.annotations.Nullable;

/**
 * A run to be made.
 *
 * @param tenant organisation number or {@link Run#NATIONAL}
 * @param full refresh everyone, changed or not
 * @param restartOf the run to go on with; null to begin from the first step
 */
record Launch(
        String job,
        String tenant,
        RunKind kind,
        boolean full,
        @Nullable Long restartOf) {

    static Launch run(String job, String tenant, boolean full) {
        return new Launch(job, tenant, RunKind.RUN, full, null);
    }

    static Launch of(RunKind kind, String job, String tenant) {
        return new Launch(job, tenant, kind, false, null);
    }

    @Override
    public String toString() {
        return kind.label() + " of " + job + " for " + tenant;
    }
}
