package no.ajour.benchmark;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One run of a job.
 *
 * @param seconds from the beginning of the run to its end, as its row in {@code ajour.run} has them: the start of the
 *     process is a workload of its own
 * @param usage of the whole process
 * @param statements that the database was given, transaction control left out
 * @param requests that the sandbox was sent, those for tokens among them
 * @param sandbox processor time of the process that the sandbox is in: well below the time that was taken, or the sandbox is
 *     what was measured
 */
record Trial(double seconds, Usage usage, long statements, long requests, Duration sandbox) {

    static double median(List<Trial> trials, ToDoubleFunction<Trial> what) {
        return median(trials.stream().mapToDouble(what).boxed().toList());
    }

    static double median(List<Double> values) {
        return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
    }
}
