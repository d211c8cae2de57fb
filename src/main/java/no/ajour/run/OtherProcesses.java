package no.ajour.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other processes have done, or are doing, of what is to be launched. */
final class OtherProcesses {
    private static final Logger log = LoggerFactory.getLogger(OtherProcesses.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Leases leases;
    private final Runs runs;
    private final StopSignals stops;

    OtherProcesses(Leases leases, Runs runs, StopSignals stops) {
        this.leases = leases;
        this.runs = runs;
        this.stops = stops;
    }

    /** Empty if none of them has done it. */
    Optional<Outcome> haveDone(Launch launch) {
        var sharing = launch.sharing();
        var run = sharing == null ? Optional.<Long>empty() : runs.done(launch, sharing);
        return run.map(number -> launch.share() == null
                ? Outcome.notBegun(
                        launch,
                        ExitCode.ALREADY_RUNNING,
                        "Run " + number + " of another process, begun after this one, has done it.")
                : Outcome.leftOut(launch, "Run " + number + " of the same share has done it."));
    }

    /** Of a lease that was not to be had. */
    Outcome areDoing(Launch launch) {
        String what = launch.job() + " for " + launch.tenant();
        var holder = leases.holder(launch.job(), launch.tenant());
        String reason = holder.map(
                        of -> what + " has been running in " + of.name() + " for " + of.heldSeconds() + " s.")
                .orElse(what + " was running in another process until just now.");
        return launch.share() != null
                        && holder.map(Leases.Holder::share)
                                .filter(launch.share()::equals)
                                .isPresent()
                ? Outcome.leftOut(launch, reason)
                : Outcome.notBegun(launch, ExitCode.ALREADY_RUNNING, reason);
    }

    /**
     * Waits for a lease's holder, and returns whether it is gone and the lease may be free now. A second start is told at once that a run is
     * alive, unless its own work builds on that run; nothing is waited for then. One that is dead needs no
     * operator: its lease is waited for.
     */
    boolean awaitHolder(Launch launch, Start start) {
        boolean waits = launch.sharing() != null && launch.sharing().waits();
        boolean told = false;
        var holder = leases.holder(launch.job(), launch.tenant());
        while (holder.isPresent()
                && (waits || holder.get().silent())
                && !stops.allRequested()
                && !start.signal().requested()) {
            if (!told) {
                told = true;
                log.info(
                        holder.get().silent()
                                ? "{} waits for the lease of {}, which has fallen silent"
                                : "{} waits for the one under way in {}",
                        launch,
                        holder.get().name());
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            holder = leases.holder(launch.job(), launch.tenant());
        }
        return told && holder.isEmpty();
    }
}
