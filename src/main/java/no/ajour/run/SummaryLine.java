package no.ajour.run;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;

/**
 * A run's end in one line of key=value pairs, for machines that read the log. In a structured log the pairs are fields
 * too; the tenant is one already, in the log's context.
 */
final class SummaryLine {
    private SummaryLine() {}

    static void log(Logger log, Outcome outcome) {
        var event = log.atInfo();
        for (var part : parts(outcome).entrySet()) {
            if (!part.getKey().equals("tenant")) {
                event = event.addKeyValue(part.getKey(), part.getValue());
            }
        }
        event.log("{}", of(outcome));
    }

    static String of(Outcome outcome) {
        var line = new StringBuilder("run-ended");
        parts(outcome).forEach((key, value) -> line.append(' ')
                .append(key)
                .append('=')
                .append(key.equals("reason") ? '"' + text(value).replace('"', '\'') + '"' : text(value)));
        return line.toString();
    }

    private static Map<String, Object> parts(Outcome outcome) {
        var parts = new LinkedHashMap<String, Object>();
        parts.put("job", outcome.job());
        parts.put("tenant", outcome.tenant());
        if (outcome.run() != null) {
            parts.put("run", outcome.run().id());
        }
        parts.put("outcome", outcome.code().word());
        parts.put("exit", outcome.code().code());
        parts.put("seconds", outcome.duration().toNanos() / 1e9);
        outcome.balance().forEach((line, amount) -> {
            if (amount != 0) {
                parts.put(line.label(), amount);
            }
        });
        if (outcome.reason() != null) {
            parts.put("reason", outcome.reason());
        }
        return parts;
    }

    private static String text(Object value) {
        return value instanceof Double seconds ? String.format(Locale.ROOT, "%.3f", seconds) : value.toString();
    }
}
