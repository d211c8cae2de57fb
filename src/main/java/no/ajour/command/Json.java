package no.ajour.command;

import tools.jackson.databind.json.JsonMapper;

/** What {@code --json} prints: laid out for people, instants in ISO 8601. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    static String text(Object value) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }
}
