package no.ajour.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of settings, database and key file, ill with one thing at a time. */
class DoctorAtHomeTest {
    private static final String LYKKEBY = "310000019";

    private Ward ward;

    @BeforeEach
    void install() {
        ward = new Ward(Postgres.freshDatabase(), Map.of(LYKKEBY, "Lykkeby"));
    }

    @AfterEach
    void remove() {
        ward.close();
    }

    @Test
    void database_that_is_down_is_told_and_everything_else_is_checked() {
        ward.ajour.set("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/none?password=hidden");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains("wrong   database     Connection to 127.0.0.1:1 refused")
                .contains("fix: check host and port in spring.datasource.url")
                .contains("skipped schema       there is no connection to the database")
                .contains("skipped rights ")
                .contains("skipped db clock ")
                .contains("skipped program ")
                .contains("ok      token        jft-read: 1 tenant")
                .contains("ok      api          jft-read")
                .doesNotContain("hidden");
    }

    @Test
    void database_that_is_not_configured_is_told() {
        ward.ajour.unset("spring.datasource.url");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains("wrong   database     spring.datasource.url is not set")
                .contains("fix: set it to the JDBC URL")
                .contains("ok      token        jft-read: 1 tenant");
    }

    @Test
    void url_that_is_no_jdbc_url_is_told() {
        ward.ajour.set("spring.datasource.url", "postgres://localhost/ehr");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out()).contains("wrong   database     ").contains("ok      token        jft-read");
    }

    @Test
    void role_and_database_that_do_not_exist_are_told_apart() {
        ward.ajour.set("spring.datasource.username", "nobody_here");
        assertThat(ward.doctor().out())
                .contains("nobody_here")
                .contains("fix: correct spring.datasource.username and password");

        ward.ajour.set("spring.datasource.url", ward.ajour.databaseUrl().replaceFirst("/[^/]+$", "/no_such_database"));
        ward.ajour.set(
                "spring.datasource.username",
                ward.ajour
                        .database()
                        .sql("select current_user")
                        .query(String.class)
                        .single());
        assertThat(ward.doctor().out())
                .contains("no_such_database")
                .contains("fix: correct the database's name in spring.datasource.url");
    }

    @Test
    void schema_that_is_not_migrated_is_told() {
        try (var empty = new Ward(Postgres.emptyDatabase(), Map.of(LYKKEBY, "Lykkeby"))) {
            var result = empty.doctor();

            assertThat(result.exitCode()).isEqualTo(40);
            assertThat(result.out())
                    .contains("wrong   schema       The database's schema lacks")
                    .contains("fix: Run `ajour migrate`")
                    .contains("skipped rights       there are no schemas")
                    .contains("ok      token        jft-read");
        }
    }

    @Test
    void schema_of_a_newer_program_is_told() {
        ward.ajour.database().sql("""
                        insert into ajour.flyway_schema_history
                            (installed_rank, version, description, type, script, checksum, installed_by,
                             execution_time, success)
                        values (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', 1, true)
                        """).update();

        assertThat(ward.doctor().out()).contains("wrong   schema ").contains("fix: Use the version that migrated it");
    }

    @Test
    void key_file_that_others_can_read_is_wrong_but_used() {
        ward.permit("rw-r--r--");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains("wrong   key file     " + ward.keyFile + " is readable or writable by others")
                .contains("(rw-r--r--)")
                .contains("fix: chmod 600 " + ward.keyFile)
                .contains("ok      token        jft-read");
    }

    @Test
    void key_file_that_its_group_can_read_is_a_warning() {
        ward.permit("r--r-----");

        var result = ward.doctor();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("warning key file ").contains("by its group");
    }

    @Test
    void key_file_that_is_missing_or_broken_is_told_and_never_quoted() throws IOException {
        Files.writeString(ward.keyFile, "{\"kty\": \"EC\", \"d\": \"c2VjcmV0\"");
        var broken = ward.doctor();
        assertThat(broken.exitCode()).isEqualTo(40);
        assertThat(broken.out())
                .contains("is not a JWK")
                .contains("fix: save the private key")
                .contains("skipped token        there is no key")
                .contains("ok      helseid ")
                .doesNotContain("c2VjcmV0");

        Files.delete(ward.keyFile);
        var missing = ward.doctor();
        assertThat(missing.exitCode()).isEqualTo(40);
        assertThat(missing.out())
                .contains("cannot be read")
                .contains("(NoSuchFileException)")
                .contains("fix: check path");
    }

    @Test
    void each_wrong_setting_is_named_and_what_does_not_need_it_is_checked() {
        ward.ajour
                .set("ajour.run.lease-life", "1s")
                .set("ajour.jobs.digital-active.batch-size", "many")
                .set("ajour.apis.helsenorge.base-url", "http://helsenorge.example");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .containsPattern("wrong   settings     \\S+, line \\d+: ajour.run.lease-life must be at least 3s")
                .containsPattern("wrong   settings     \\S+, line \\d+: ajour.jobs.digital-active.batch-size")
                .containsPattern(
                        "wrong   settings     \\S+, line \\d+: ajour.apis.helsenorge.base-url must start with https://")
                .contains("skipped token        helsenorge: a setting under ajour.apis.helsenorge is wrong")
                .contains("ok      token        jft-read")
                .contains("ok      database")
                .contains("skipped program ");
    }

    @Test
    void environment_that_is_missing_is_told() {
        ward.ajour.unset("ajour.environment");

        assertThat(ward.doctor().out())
                .contains("wrong   settings     ajour.environment is not set")
                .contains("ok      token        jft-read");
    }

    @Test
    void setting_that_nothing_uses_is_told_with_its_line() {
        ward.ajour.set("ajour.jobs.journal-events.pagesize", "50").set("ajour.jobs.journal-events.page_zise", "50");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .containsPattern("wrong   settings     \\S+, line \\d+: ajour.jobs.journal-events.page")
                .contains("is no setting of this version, which has there accept, ")
                .contains("fix: correct its name, or remove it")
                .doesNotContain("pagesize is no setting");
    }

    @Test
    void settings_that_do_not_fit_each_other_are_told() {
        ward.ajour.set("ajour.patients.source.query", "select fnr from patient");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains("wrong   program      ajour.patients.source has a query but no url")
                .contains("fix: set ajour.patients.source.url");
        assertThat(result.out().lines().filter(line -> line.startsWith("wrong")))
                .hasSize(1);
    }

    @Test
    void settings_file_that_is_not_yaml_is_told_by_line_and_never_quoted() {
        ward.ajour.write("application.yaml", "ajour:\n  environment: test\n  secret: [unclosed\n");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .startsWith("wrong   settings     a settings file, line 4: this is not YAML")
                .doesNotContain("unclosed");
    }

    @Test
    void no_tenants_are_told() {
        ward.ajour.unset("ajour.tenants[0].orgnr");
        ward.ajour.unset("ajour.tenants[0].name");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains("wrong   tenants      no tenant is configured")
                .contains("skipped token        there are no tenants");
    }

    @Test
    void organisation_number_with_a_wrong_check_digit_is_wrong_in_production() {
        ward.ajour.set("ajour.tenants[1].orgnr", "310000018");
        var test = ward.doctor();
        assertThat(test.out()).contains("warning tenants      310000018 is no organisation number");

        ward.ajour.set("ajour.environment", "production");
        assertThat(ward.doctor().out()).contains("wrong   tenants      310000018 is no organisation number");
    }
}
