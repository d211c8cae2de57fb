package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

class SpringBatchSchemaTest {

    @Test
    void script_has_the_tables_of_the_library_unchanged() throws IOException {
        var library = statements("org/springframework/batch/core/schema-postgresql.sql");
        var ours = statements("sql/V2__spring_batch.sql");

        assertThat(library).isNotEmpty();
        assertThat(ours).containsAll(library);
        assertThat(ours.stream().filter(statement -> !library.contains(statement)))
                .as("what the script adds")
                .allMatch(statement -> statement.startsWith("create index") || statement.equals("create schema batch"));
    }

    private static List<String> statements(String script) throws IOException {
        var text = new ClassPathResource(script).getContentAsString(StandardCharsets.UTF_8);
        return Arrays.stream(text.replaceAll("(?m)^--.*$", "").split(";"))
                .map(statement -> statement
                        .toLowerCase(Locale.ROOT)
                        .replace("batch.batch_", "batch_")
                        .replaceAll("\\s+", " ")
                        .strip())
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
