package no.ajour.run;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One start of a job: what all its runs have in common. */
final class Start {
    private final @Nullable Duration deadline;
    private final String job;
    private final StopSignal signal;
    private volatile boolean ended;

    private Start(String job, @Nullable Duration deadline) {
        this.job = job;
        this.deadline = deadline;
        this.signal = deadline == null ? new StopSignal() : StopSignal.after(deadline);
    }

    /** @param deadline how long it may take */
    static Start within(String job, Duration deadline) {
        return new Start(job, deadline);
    }

    /** That may take as long as it needs. */
    static Start unlimited(String job) {
        return new Start(job, null);
    }

    /** Given to each of its runs. */
    StopSignal signal() {
        return signal;
    }

    /** An operator asks that the rest of the job does not begin. */
    void beginNoMore() {
        ended = true;
    }

    boolean beginsNoMore() {
        return ended;
    }

    /** What to tell of a run that was ended because time ran out; empty if it did not. */
    Optional<Verdict> timeOut() {
        if (deadline == null || !signal.isPastDeadline()) {
            return Optional.empty();
        }
        return Optional.of(new Verdict(
                ExitCode.TRY_LATER,
                "Stopped between two transactions after ajour.jobs." + job + ".deadline (" + deadline.toSeconds()
                        + " s); the next run goes on from there."));
    }
}
