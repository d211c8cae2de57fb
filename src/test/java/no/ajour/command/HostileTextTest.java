package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Text that wants to be something else: SQL in what operators give, orders to a terminal in what a server says. */
class HostileTextTest {
    private static final String LYKKEBY = "310000019";
    private static final String SQL = "'; drop table ajour.event cascade; -- $$ %s {0} :name ?";
    private static final String FORGED =
            "no\r\n2026-01-01T00:00:00.000Z INFO  Launcher run-ended job=forged\u001b[2J\u001b]0;x\u0007\u202e\"}\n{\"forged\":1";

    private Installation ajour;

    @BeforeEach
    void install() {
        ajour = Installation.of(Postgres.freshDatabase(), Map.of(LYKKEBY, SQL));
    }

    @AfterEach
    void remove() throws IOException {
        ajour.close();
    }

    @Test
    void text_of_operators_is_text_to_the_database() {
        var tables = tables();
        var file = ajour.write(
                "patients.csv",
                "orgnr;fnr;note\n" + LYKKEBY + ";" + SyntheticNin.number(1) + ";" + SQL + "\n" + LYKKEBY + ";\"" + SQL
                        + "\";x\n" + SQL + ";" + SyntheticNin.number(2) + ";x\n");
        var imported = ajour.ajour("patients", "import", file.toString());
        assertThat(imported.err()).contains("line 3", "line 4").doesNotContain("drop table");
        var rows = new Rows(ajour.database());
        long letter = rows.letter(rows.completed("journal-events", LYKKEBY, Duration.ZERO), SQL, SQL, SQL, SQL);

        for (var command : commands(letter)) {
            Shown.numberless(ajour.ajour(command.toArray(String[]::new)));
        }

        assertThat(tables()).isEqualTo(tables);
        assertThat(texts("select name from ajour.tenant")).containsExactly(SQL);
        assertThat(texts("select nin from ajour.patient")).containsExactly(SyntheticNin.number(1));
        assertThat(texts("select distinct operator || why from ajour.operator_action"))
                .containsExactly(SQL + SQL);
        assertThat(texts("select state from ajour.dead_letter")).containsExactly("discarded");
    }

    private static List<List<String>> commands(long letter) {
        var commands = new ArrayList<>(List.of(
                List.of("run", SQL),
                List.of("run", "journal-events", "--tenant", SQL),
                List.of("restart", SQL),
                List.of("stop", SQL),
                List.of("status", SQL),
                List.of("status", "--tenant", SQL),
                List.of("runs", SQL),
                List.of("positions", "show", SQL),
                List.of("dead-letters", "list", "--cause", SQL),
                List.of("dead-letters", "list", "--state", SQL),
                List.of("resync", "journal-events", "--patient", SQL),
                List.of("resync", "journal-events", "--since", SQL)));
        commands.add(
                recorded("positions", "set", "journal-events", LYKKEBY, SQL, "none", "--confirm", "journal-events"));
        commands.add(
                recorded("positions", "set", "journal-events", LYKKEBY, "Bundle", SQL, "--confirm", "journal-events"));
        commands.add(recorded("dead-letters", "show", String.valueOf(letter), "--payload"));
        commands.add(recorded("dead-letters", "discard", "--cause", SQL));
        return commands;
    }

    private static List<String> recorded(String... arguments) {
        var command = new ArrayList<>(List.of(arguments));
        command.addAll(List.of("--by", SQL, "--why", SQL));
        return command;
    }

    @Test
    void nothing_that_was_stored_is_obeyed_by_the_terminal() {
        var rows = new Rows(ajour.database());
        long run = rows.run("journal-events", LYKKEBY, "failed", 40, FORGED, Duration.ofMinutes(1));
        long letter = rows.letter(run, "Bundle/1" + FORGED, "bad", FORGED, "{\"a\":\"" + FORGED + "\"}");
        ajour.database()
                .sql("insert into ajour.position values ('digital-active', 'national', 'offset', :value, now(), :run)")
                .param("value", FORGED)
                .param("run", run)
                .update();

        for (var command : List.of(
                List.of("status"),
                List.of("runs"),
                List.of("runs", String.valueOf(run)),
                List.of("positions", "show"),
                List.of("dead-letters", "list"),
                List.of("dead-letters", "show", String.valueOf(letter), "--payload"))) {
            var result = ajour.ajour(command.toArray(String[]::new));

            assertThat(result.out() + result.err())
                    .as(command.toString())
                    .doesNotContain("\u001b", "\u0007", "\u202e", "\r");
        }
    }

    @Test
    void position_that_is_shown_before_it_is_replaced_is_not_obeyed_either() {
        long run = new Rows(ajour.database()).completed("digital-active", LYKKEBY, Duration.ZERO);
        ajour.database()
                .sql("insert into ajour.position values ('digital-active', 'national', 'offset', :value, now(), :run)")
                .param("value", FORGED)
                .param("run", run)
                .update();

        var out = ajour.ajour("positions", "set", "digital-active", "national", "offset", "none", "--why", "x")
                .out();

        assertThat(out).contains("old  no").doesNotContain("\u001b", "\u0007", "\u202e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "logstash"})
    void line_of_the_log_stays_one_whatever_a_server_says(String format) {
        if (!format.isEmpty()) {
            ajour.set("logging.structured.format.console", format);
        }
        var body = JsonMapper.shared()
                .writeValueAsString(Map.of("error", "invalid\n" + FORGED, "error_description", FORGED));
        ajour.sandbox()
                .faults()
                .on(Sandbox.JFT_READ)
                .always()
                .status(400, Map.of("Content-Type", "application/json"), body);

        var run = ajour.start("run", "journal-events").end(Duration.ofMinutes(1));

        assertThat(run.exitCode()).as("%s", run).isEqualTo(40);
        assertThat(run.err()).contains("job=forged").doesNotContain("\u001b", "\u0007", "\u202e", "\r");
        assertThat(run.err().lines()).allSatisfy(line -> {
            if (format.isEmpty()) {
                assertThat(line).matches("20\\d\\d-\\S+ (INFO |WARN |ERROR) .*").doesNotStartWith("2026-01-01");
            } else {
                assertThat(JsonMapper.shared().readTree(line).isObject()).isTrue();
            }
        });
    }

    @Test
    void tenant_whose_name_is_no_line_of_text_is_refused() {
        for (var name : List.of("Lille\\nvik", "a\\rb", "a\\u001b[2Jb", "a\\u202eb", "a\\u2028b", "a\\u0000b")) {
            ajour.set("ajour.tenants[0].name", name);

            var result = ajour.ajour("status");

            assertThat(result.exitCode()).as(name).isEqualTo(40);
            assertThat(result.err()).contains("ajour.tenants").contains("one line of text");
        }
    }

    private List<String> tables() {
        return texts("select table_schema || '.' || table_name from information_schema.tables"
                + " where table_schema in ('ajour', 'batch', 'quartz') order by 1");
    }

    private List<String> texts(String sql) {
        return ajour.database().sql(sql).query(String.class).list();
    }
}
