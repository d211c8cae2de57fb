package no.ajour.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A searchset whose entries come in the opposite order; whatever else it is given stays as it is. */
final class ReversedEntries {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ReversedEntries() {}

    static String of(String body) {
        JsonNode read;
        try {
            read = JSON.readTree(body);
        } catch (JacksonException e) {
            return body;
        }
        if (!(read instanceof ObjectNode page) || !page.path("entry").isArray()) {
            return body;
        }
        var entries = new ArrayList<JsonNode>(page.path("entry").values());
        Collections.reverse(entries);
        page.putArray("entry").addAll(entries);
        return page.toString();
    }
}
