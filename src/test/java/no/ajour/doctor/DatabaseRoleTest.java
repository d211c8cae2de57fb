package no.ajour.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A role of its own, that lacks something. */
class DatabaseRoleTest {
    private static final String ROLE = "doctor_patient";

    private final Ward ward = new Ward(Postgres.freshDatabase(), Map.of("310000019", "Lykkeby"));
    private final JdbcClient owner = ward.ajour.database();

    @BeforeEach
    void createRole() {
        run("create role " + ROLE + " login password 'right' in role ajour_job");
        ward.ajour.set("spring.datasource.username", ROLE).set("spring.datasource.password", "right");
    }

    @AfterEach
    void dropRole() {
        run("drop owned by " + ROLE);
        run("drop role " + ROLE);
        ward.close();
    }

    @Test
    void role_that_may_do_what_jobs_do_is_well() {
        var result = ward.doctor();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("ok      rights       doctor_patient may read and write");
    }

    @Test
    void role_that_is_let_in_nowhere_is_told_what_to_be_granted() {
        run("revoke ajour_job from " + ROLE);
        run("revoke temporary on database " + databaseName() + " from public");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains("wrong   rights       doctor_patient is no member of ajour_job and lacks ")
                .contains("fix: grant ajour_job to doctor_patient")
                .contains("wrong   rights       doctor_patient may not make temporary tables")
                .contains("fix: grant temporary on database " + databaseName() + " to doctor_patient");
    }

    @Test
    void rights_that_somebody_took_away_are_named() {
        run("revoke insert, update on ajour.event from ajour_job");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains("wrong   rights       doctor_patient lacks insert, update on ajour.event")
                .contains("fix: run `ajour migrate`, which grants what ajour_job needs");
    }

    @Test
    void role_that_may_only_read_is_told() {
        run("alter role " + ROLE + " set default_transaction_read_only = on");

        assertThat(ward.doctor().out()).contains("wrong   database ").contains("can only be read");
    }

    @Test
    void wrong_password_is_told_at_once_and_not_shown() {
        // The embedded server asks nobody for a password, so it is told to ask this role.
        String file = owner.sql("select current_setting('hba_file')")
                .query(String.class)
                .single();
        String rules = owner.sql("select pg_read_file(:file)")
                .param("file", file)
                .query(String.class)
                .single();
        try {
            write(file, "host all " + ROLE + " all scram-sha-256\n" + rules);
            assertThat(ward.doctor().out()).contains("ok      database ");

            ward.ajour.set("spring.datasource.password", "wr0ng");
            var result = ward.doctor();

            assertThat(result.exitCode()).isEqualTo(40);
            assertThat(result.out())
                    .contains("wrong   database     FATAL: password authentication failed for user \"doctor_patient\"")
                    .contains("fix: correct spring.datasource.username and password")
                    .doesNotContain("wr0ng");
        } finally {
            write(file, rules);
        }
    }

    private void write(String file, String rules) {
        String lines = rules.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> "('" + line.replace('\t', ' ').replace("'", "''") + "')")
                .reduce((one, other) -> one + ", " + other)
                .orElseThrow();
        run("copy (select line from (values " + lines + ") as rule (line)) to '" + file + "'");
        owner.sql("select pg_reload_conf()").query(Boolean.class).single();
    }

    private String databaseName() {
        return owner.sql("select current_database()").query(String.class).single();
    }

    private void run(String sql) {
        owner.sql(sql).update();
    }
}
