package no.ajour.run;

import java.util.Locale;

/** A run's end in one line of key=value pairs, for machines that read the log. */
final class SummaryLine {
    private SummaryLine() {}

    static String of(Outcome outcome) {
        var run = outcome.run();
        var line = new StringBuilder("run-ended job=")
                .append(outcome.job())
                .append(" tenant=")
                .append(outcome.tenant());
        if (run != null) {
            line.append(" run=").append(run.id());
        }
        line.append(" outcome=")
                .append(outcome.code().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .append(" exit=")
                .append(outcome.code().code())
                .append(" seconds=")
                .append(String.format(Locale.ROOT, "%.3f", outcome.duration().toNanos() / 1e9));
        outcome.balance().forEach((key, amount) -> {
            if (amount != 0) {
                line.append(' ').append(key.label()).append('=').append(amount);
            }
        });
        if (outcome.reason() != null) {
            line.append(" reason=\"")
                    .append(outcome.reason().replace('"', '\''))
                    .append('"');
        }
        return line.toString();
    }
}
