package no.ajour.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import no.ajour.run.Line;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Amounts by line, from JSON that has no order, in the order of a balance sheet. */
final class Sheet {
    private static final JsonMapper JSON = new JsonMapper();

    private Sheet() {}

    static Map<String, Long> of(String object) {
        var amounts = JSON.readValue(object, new TypeReference<Map<String, Long>>() {});
        var sheet = new LinkedHashMap<String, Long>();
        Arrays.stream(Line.values())
                .map(Line::label)
                .filter(amounts::containsKey)
                .forEach(line -> {
                    sheet.put(line, amounts.get(line));
                });
        return sheet;
    }
}
