package no.ajour.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import no.ajour.run.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, as {@code ajour run --json} and its like print it.
 *
 * @param run its number; null if it never began
 * @param outcome the exit code in words, such as {@code done-with-dead-letters}
 * @param reason why it did not end well, or what it remarked; null if it had nothing to say
 * @param balance the balance sheet, line to amount; empty if it never began
 */
record OutcomeJson(
        String job,
        String tenant,
        @Nullable Long run,
        int exitCode,
        String outcome,
        @Nullable String reason,
        double seconds,
        Map<String, Long> balance) {

    static OutcomeJson of(Outcome outcome) {
        var run = outcome.run();
        var balance = new LinkedHashMap<String, Long>();
        outcome.balance().forEach((line, amount) -> balance.put(line.label(), amount));
        return new OutcomeJson(
                outcome.job(),
                outcome.tenant(),
                run == null ? null : run.id(),
                outcome.code().code(),
                outcome.code().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                outcome.reason(),
                outcome.duration().toMillis() / 1000.0,
                balance);
    }
}
