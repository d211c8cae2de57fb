package no.ajour.run;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one run ended.
 *
 * @param run null if the run never began
 * @param reason why it did not end well, or what it remarked, in words for operators; null if there is nothing to say
 * @param balance the balance sheet; empty if the run never began
 */
public record Outcome(
        String job,
        String tenant,
        @Nullable Run run,
        ExitCode code,
        @Nullable String reason,
        Map<Line, Long> balance,
        Duration duration) {

    /** Of a run that another process of the same share has made, or is making. */
    static Outcome leftOut(Launch launch, String reason) {
        return notBegun(launch, ExitCode.DONE, reason);
    }

    /** Whether another process of the same share has made the run, or is making it. */
    public boolean isLeftOut() {
        return run == null && code == ExitCode.DONE;
    }

    static Outcome notBegun(Launch launch, ExitCode code, @Nullable String reason) {
        return new Outcome(launch.job(), launch.tenant(), null, code, reason, Map.of(), Duration.ZERO);
    }
}
