package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

class LibrarySchemasTest {

    @ParameterizedTest
    @CsvSource({
        "org/springframework/batch/core/schema-postgresql.sql, sql/V2__spring_batch.sql, batch",
        "org/quartz/impl/jdbcjobstore/tables_postgres.sql, sql/V11__quartz.sql, quartz"
    })
    void script_has_the_tables_of_the_library_unchanged(String libraries, String ours, String schema)
            throws IOException {
        var library = statements(libraries, schema);
        var script = statements(ours, schema);

        assertThat(library).isNotEmpty();
        assertThat(script).containsAll(library);
        assertThat(script.stream().filter(statement -> !library.contains(statement)))
                .as("what the script adds")
                .allMatch(statement ->
                        statement.startsWith("create index") || statement.equals("create schema " + schema));
    }

    private static List<String> statements(String script, String schema) throws IOException {
        var text = new ClassPathResource(script).getContentAsString(StandardCharsets.UTF_8);
        return Arrays.stream(text.replaceAll("(?m)^--.*$", "").split(";", -1))
                .map(statement -> statement
                        .toLowerCase(Locale.ROOT)
                        .replace(" " + schema + ".", " ")
                        .replaceAll("\\s+", " ")
                        .strip())
                .filter(statement -> !statement.isEmpty()
                        && !statement.startsWith("drop table if exists")
                        && !statement.equals("commit"))
                .toList();
    }
}
