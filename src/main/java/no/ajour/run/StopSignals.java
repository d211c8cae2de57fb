package no.ajour.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The signals of the runs that are under way in this process. */
final class StopSignals {
    private final Map<Long, StopSignal> byRun = new ConcurrentHashMap<>();
    private volatile boolean all;

    /** @param start of which the run is a part */
    StopSignal begin(Run run, StopSignal start) {
        var signal = new StopSignal(start);
        byRun.put(run.id(), signal);
        // After the signal can be found, or a stop of all in between would miss it.
        if (all) {
            signal.request();
        }
        return signal;
    }

    /** The run's signal; one that nobody gives if the run is not under way. */
    StopSignal of(Run run) {
        return byRun.getOrDefault(run.id(), new StopSignal());
    }

    void end(Run run) {
        byRun.remove(run.id());
    }

    /** Stops what is under way and all that begins from now on. */
    void requestAll() {
        all = true;
        byRun.values().forEach(StopSignal::request);
    }

    boolean anyRequested() {
        return byRun.values().stream().anyMatch(StopSignal::requested);
    }

    boolean allRequested() {
        return all;
    }
}
