package no.ajour.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What is counted of the runs of this process: {@code ajour.runs} by outcome, with their time, {@code ajour.records} by
 * line of their balance sheets, and {@code ajour.runs.died}: processes that died, found by the run that came after.
 */
final class RunMeters {
    private final MeterRegistry meters;

    RunMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void ended(Outcome outcome) {
        Timer.builder("ajour.runs")
                .description("Runs by how they ended, and how long they took")
                .tag("job", outcome.job())
                .tag("outcome", outcome.code().word())
                .register(meters)
                .record(outcome.duration());
        outcome.balance().forEach((line, amount) -> Counter.builder("ajour.records")
                .description("Amounts of the balance sheets")
                .tag("job", outcome.job())
                .tag("line", line.label())
                .register(meters)
                .increment(amount));
        died(outcome.job(), 0);
    }

    /** Counts; with nothing too, so that the first one shows as a rise. */
    void died(String job, int executions) {
        Counter.builder("ajour.runs.died")
                .description("Runs whose process ended without a word, counted by the run that cleared up after them")
                .tag("job", job)
                .register(meters)
                .increment(executions);
    }
}
