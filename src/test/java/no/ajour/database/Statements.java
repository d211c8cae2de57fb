package no.ajour.database;

import java.util.Arrays;
import java.util.List;

/** The statements of a short SQL text without quoted semicolons, comments left out. */
final class Statements {
    private Statements() {}

    static List<String> of(String sql) {
        return Arrays.stream(sql.replaceAll("(?m)^--.*$", "").split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
