package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.OutputWatch;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of a process, as lines and as JSON. */
class StructuredLogTest {
    private static final String LYKKEBY = "310000019";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Installation ajour;

    @BeforeEach
    void install() {
        ajour = Installation.of(Postgres.freshDatabase(), Map.of(LYKKEBY, "Lykkeby"));
        var file = ajour.write("patients.csv", "fnr\n" + SyntheticNin.number(1) + "\n");
        assertThat(ajour.ajour("patients", "import", file.toString()).exitCode())
                .isZero();
    }

    @AfterEach
    void remove() throws IOException {
        ajour.close();
    }

    @ParameterizedTest
    @CsvSource({"ecs,message,''", "logstash,message,''", "gelf,short_message,_"})
    void every_line_is_an_object_and_the_summary_has_its_parts_as_fields(String format, String message, String prefix) {
        ajour.set("logging.structured.format.console", format);

        var lines = log();

        assertThat(OutputWatch.numbersIn(String.join("\n", lines))).isEmpty();
        var json = JsonMapper.shared();
        var summary = lines.stream()
                .map(json::readTree)
                .filter(line -> line.path(message).asString("").startsWith("run-ended"))
                .filter(line -> field(line, prefix + "tenant").equals(LYKKEBY))
                .findFirst()
                .orElseThrow();
        assertThat(field(summary, prefix + "job")).isEqualTo("digital-active");
        assertThat(field(summary, prefix + "outcome")).isEqualTo("done");
        assertThat(field(summary, prefix + "exit")).isEqualTo("0");
        assertThat(Double.parseDouble(field(summary, prefix + "seconds"))).isPositive();
        assertThat(field(summary, prefix + "asked")).isEqualTo("1");
    }

    @Test
    void what_is_said_of_a_call_has_its_correlation_id() {
        ajour.set("logging.structured.format.console", "logstash")
                .set("ajour.apis.jft-read.base-url", "http://127.0.0.1:1/jft-read")
                .set("ajour.apis.jft-read.first-backoff", "1ms");

        assertThat(log("journal-events", 30).stream().map(JsonMapper.shared()::readTree))
                .filteredOn(line -> line.has("correlationId"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(field(line, "correlationId")).hasSize(36));
    }

    @Test
    void without_the_setting_the_log_is_lines() {
        assertThat(log())
                .anySatisfy(line -> assertThat(line)
                        .matches("\\S+ INFO  Launcher run-ended job=digital-active tenant=" + LYKKEBY
                                + " run=\\d+ outcome=done exit=0 seconds=\\d+\\.\\d{3} .*asked=1.*"))
                .noneSatisfy(line -> assertThat(line).startsWith("{"));
    }

    private List<String> log() {
        return log("digital-active", 0);
    }

    private List<String> log(String job, int exitCode) {
        var run = ajour.start("run", job).end(LIMIT);
        assertThat(run.exitCode()).as("%s", run).isEqualTo(exitCode);
        return run.err().lines().toList();
    }

    private static String field(JsonNode line, String name) {
        return line.path(name).asString("");
    }
}
