package no.ajour.benchmark;

import java.io.IOException;
import java.time.Duration;
import no.ajour.sandbox.Sandbox;

/**
 * P6: acknowledgements with DPoP, and {@code $status} of each.
 *
 * <p>The floor: the calls, two an event, divided by how many are under way at a time, times what JFT takes for one.
 */
final class AcknowledgementWorkload {
    private static final int AT_ONCE = 32;
    private static final Duration LATENCY = Duration.ofMillis(50);

    private final Stand stand;
    private final String template;
    private final int events;

    /** @param template with as many events that the EHR has journaled, and nobody has told JFT */
    AcknowledgementWorkload(Stand stand, String template, int events) {
        this.stand = stand;
        this.template = template;
        this.events = events;
    }

    Row measure(String name, int rounds, Usage idle) throws Exception {
        double floor = Math.ceil(2.0 * events / AT_ONCE) * LATENCY.toMillis() / 1000;
        stand.sandbox().faults().on(Sandbox.JFT_WRITE).always().latency(LATENCY);
        stand.sandbox().faults().on(Sandbox.JFT_READ).always().latency(LATENCY);
        try {
            var measured = Rounds.of(rounds, this::trial, () -> floor);
            var trial = measured.last();
            var usage = trial.usage().beyond(idle);
            return Row.of(
                    name,
                    measured.seconds(),
                    floor,
                    1.15,
                    Row.costs(measured)
                            .with("SQL", "%.0f statements for 1,000 events", trial.statements() * 1000.0 / events)
                            .with("HTTP", "%.3f requests an event", trial.requests() / (double) events)
                            .with("client CPU", "%.0f µs a call", usage.cpu().toNanos() / 1e3 / trial.requests())
                            .with("heap asked for", "%.1f kB a call", usage.allocated() / 1e3 / trial.requests()));
        } finally {
            stand.sandbox().faults().clear();
        }
    }

    private Trial trial() throws IOException {
        return stand.run(
                template,
                "256m",
                "acknowledgements",
                "[0-9]+",
                database -> Stand.require(
                        database, "select count(*) from ajour.acknowledgement where state = 'confirmed'", events));
    }
}
