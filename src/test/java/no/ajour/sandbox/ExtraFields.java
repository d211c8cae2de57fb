package no.ajour.sandbox;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a later version of an API may do to its answers without asking. */
final class ExtraFields {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ExtraFields() {}

    /** The answer with an unknown field in every object; unchanged when it is not JSON. */
    static Answer addTo(Answer answer) {
        try {
            JsonNode body = JSON.readTree(answer.text());
            add(body);
            return answer.text(body.toString());
        } catch (JacksonException notJson) {
            return answer;
        }
    }

    private static void add(JsonNode node) {
        node.forEach(ExtraFields::add);
        if (node instanceof ObjectNode object && !isMapOfNumbers(object)) {
            object.putObject("nyttFelt").putArray("verdi").add(1).addNull().add("2");
        }
    }

    private static boolean isMapOfNumbers(ObjectNode object) {
        return !object.isEmpty() && object.propertyNames().stream().allMatch(name -> name.matches("\\d{11}"));
    }
}
