package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What an operator is told, and the exit codes, when something is not as it should be. */
class CommandsTest {
    private static final String LYKKEBY = "310000019";

    private Installation ajour;

    @BeforeEach
    void install() {
        ajour = Installation.of(Postgres.freshDatabase(), Map.of(LYKKEBY, "Lykkeby"));
    }

    @AfterEach
    void remove() throws IOException {
        ajour.close();
    }

    @Test
    void help_and_version_need_no_database() {
        ajour.set("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/none");

        assertThat(ajour.ajour("--help").exitCode()).isZero();
        assertThat(ajour.ajour("--help").out()).contains("run", "status", "patients", "migrate");
        assertThat(ajour.ajour("--version").out()).startsWith("ajour ");
        assertThat(ajour.ajour("run", "--help").out()).contains("--tenant", "--full");
    }

    @Test
    void wrong_usage_is_64_and_says_what_would_be_right() {
        assertThat(ajour.ajour("runn").exitCode()).isEqualTo(64);
        assertThat(ajour.ajour().exitCode()).isEqualTo(64);
        assertThat(ajour.ajour("run").exitCode()).isEqualTo(64);

        var noSuchJob = ajour.ajour("run", "digital");
        assertThat(noSuchJob.exitCode()).isEqualTo(64);
        assertThat(noSuchJob.err())
                .contains("acknowledgements, digital-active, document-references, health-indicators, housekeeping,"
                        + " journal-events, outgoing-events");

        var noSuchTenant = ajour.ajour("run", "digital-active", "--tenant", "974761076");
        assertThat(noSuchTenant.exitCode()).isEqualTo(64);
        assertThat(noSuchTenant.err()).contains("974761076").contains(LYKKEBY);
    }

    @Test
    void setting_that_is_wrong_is_40_and_is_named_with_the_fix() {
        ajour.set("ajour.environment", "staging");
        var wrong = ajour.ajour("status");
        assertThat(wrong.exitCode()).isEqualTo(40);
        assertThat(wrong.err()).contains("ajour.environment");

        ajour.set("ajour.environment", "test").set("ajour.run.lease-life", "1s");
        var short1 = ajour.ajour("run", "digital-active");
        assertThat(short1.exitCode()).isEqualTo(40);
        assertThat(short1.err()).contains("ajour.run.lease-life").contains("at least 3s");
    }

    @Test
    void database_that_cannot_be_reached_is_30() {
        ajour.set("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/none")
                .set("spring.datasource.hikari.connection-timeout", "300");

        var result = ajour.ajour("status");

        assertThat(result.exitCode()).isEqualTo(30);
        assertThat(result.err()).contains("spring.datasource.url");
    }

    @Test
    void database_that_does_not_exist_or_is_not_named_is_40() {
        ajour.set("spring.datasource.url", ajour.databaseUrl().replaceFirst("/[^/]+$", "/no_such_database"));
        var wrong = ajour.ajour("status");
        assertThat(wrong.exitCode()).isEqualTo(40);
        assertThat(wrong.err()).contains("no_such_database").contains("spring.datasource.url");

        ajour.unset("spring.datasource.url");
        var none = ajour.ajour("status");
        assertThat(none.exitCode()).isEqualTo(40);
        assertThat(none.err()).startsWith("ajour: spring.datasource.url is not set");
    }

    @Test
    void missing_environment_is_40() {
        ajour.unset("ajour.environment");

        var result = ajour.ajour("status");

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.err())
                .contains("ajour.environment")
                .contains("production")
                .contains("test");
    }

    @Test
    void schema_that_is_not_migrated_is_40_until_migrate_has_run() {
        try (var empty = Installation.of(Postgres.emptyDatabase(), Map.of(LYKKEBY, "Lykkeby"))) {
            var before = empty.ajour("run", "digital-active");
            assertThat(before.exitCode()).isEqualTo(40);
            assertThat(before.err()).contains("ajour migrate");

            assertThat(empty.ajour("migrate").out()).contains("V1 ajour");
            assertThat(empty.ajour("migrate").out()).contains("up to date");
            assertThat(empty.ajour("status").exitCode()).isZero();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refused_scope_is_40_for_the_run_and_names_api_and_tenant() {
        ajour.sandbox().helseId().rejectScope("nhn:jft/api", LYKKEBY);

        var result = ajour.ajour("run", "journal-events");

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out()).contains("jft-read").contains(LYKKEBY).contains("nhn:jft/api");
    }

    @Test
    void api_that_is_down_is_30_and_status_says_so() {
        ajour.set("ajour.apis.jft-read.base-url", "http://127.0.0.1:1/jft-read")
                .set("ajour.apis.jft-read.first-backoff", "1ms");

        assertThat(ajour.ajour("run", "journal-events").exitCode()).isEqualTo(30);
        var status = ajour.ajour("status", "journal-events");
        assertThat(status.out()).contains("failed").contains("no connection");
    }

    @Test
    void run_whose_process_died_is_not_shown_as_running() {
        ajour.database()
                .sql("insert into ajour.run (job, tenant, token) values ('journal-events', ?, 1)")
                .param(LYKKEBY)
                .update();
        ajour.database()
                .sql("insert into ajour.lease values ('journal-events', ?, 1, 'gone', now(), now() + interval '1 min')")
                .param(LYKKEBY)
                .update();
        assertThat(ajour.ajour("status", "journal-events").out()).contains("running");

        ajour.database()
                .sql("update ajour.lease set expires_at = now() - interval '1 s'")
                .update();

        assertThat(ajour.ajour("status", "journal-events").out())
                .contains("died")
                .contains("ajour restart journal-events")
                .doesNotContain("running");
    }

    @Test
    void bad_lines_of_a_patient_file_are_told_by_line_number_and_the_others_kept() {
        var file = ajour.write(
                "patients.csv", "fnr\n" + SyntheticNin.number(1) + "\n123\n" + SyntheticNin.number(2) + "\n");

        var result = ajour.ajour("patients", "import", file.toString());

        assertThat(result.exitCode()).isEqualTo(10);
        assertThat(result.err()).contains("line 3: invalid-number");
        assertThat(result.out()).contains("2 listed").contains("3 lines, 1 of them bad");
    }

    @Test
    void status_as_json_has_a_row_for_each_job_and_tenant() {
        var rows = JsonMapper.shared().readTree(ajour.ajour("status", "--json").out());

        assertThat(rows.size()).isEqualTo(5);
        for (var row : rows) {
            assertThat(row.propertyNames())
                    .containsExactlyInAnyOrder(
                            "job",
                            "tenant",
                            "state",
                            "lateSince",
                            "lastSuccess",
                            "runningSince",
                            "lastRun",
                            "lastExitCode",
                            "reason",
                            "positions",
                            "waiting",
                            "unconfirmed",
                            "unfinishedWalks",
                            "deadLetters");
            assertThat(row.get("tenant").asString())
                    .isEqualTo(row.get("job").asString().equals("housekeeping") ? "national" : LYKKEBY);
        }
    }
}
