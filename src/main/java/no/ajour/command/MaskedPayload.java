package no.ajour.command;

import java.util.ArrayList;
import java.util.List;
import no.ajour.failure.Redaction;
import no.ajour.screen.Table;
import no.ajour.screen.Words;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was received, fit to be shown: everything that could be a national identity number is masked, whatever way it was
 * written. It holds a patient's data all the same.
 */
final class MaskedPayload {
    private static final JsonMapper JSON = JsonMapper.shared();

    private MaskedPayload() {}

    /** JSON is laid out, whose escapes could else hide digits. */
    static List<String> lines(String payload) {
        var lines = new ArrayList<String>();
        for (var line : laidOut(payload).lines().toList()) {
            int indent = line.length() - line.stripLeading().length();
            String margin = " ".repeat(Math.min(indent, Table.WIDTH / 2));
            Words.wrap(Redaction.of(line, Integer.MAX_VALUE), Table.WIDTH - margin.length())
                    .forEach(part -> lines.add(margin + part));
        }
        return lines;
    }

    private static String laidOut(String payload) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(payload));
        } catch (JacksonException e) {
            return payload;
        }
    }
}
