package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import java.util.stream.Collectors;
import no.ajour.failure.WrongInstallation;
import no.ajour.testing.Postgres;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SchemaVersionTest {

    @Test
    void scripts_are_those_that_flyway_finds() {
        try (var database = Postgres.emptyDatabase()) {
            var found = Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:sql")
                    .load()
                    .info()
                    .all();

            assertThat(Scripts.versions())
                    .hasSizeGreaterThan(8)
                    .isEqualTo(Arrays.stream(found)
                            .map(script -> script.getVersion().getVersion())
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void database_lacks_every_script_until_it_is_migrated_and_then_none() {
        try (var database = Postgres.emptyDatabase()) {
            int all = Scripts.versions().size();

            assertThatThrownBy(of(database)::check)
                    .isInstanceOf(WrongInstallation.class)
                    .hasMessageContaining("lacks " + all + " of " + all + " scripts");
            assertThat(of(database).migrate()).hasSize(all).contains("V1 ajour");
            assertThatCode(of(database)::check).doesNotThrowAnyException();
            assertThat(of(database).migrate()).isEmpty();
        }
    }

    @Test
    void script_that_is_missing_between_others_is_noticed() {
        try (var database = Postgres.freshDatabase()) {
            JdbcClient.create(database)
                    .sql("delete from ajour.flyway_schema_history where version = '3'")
                    .update();

            assertThatThrownBy(of(database)::check)
                    .isInstanceOf(WrongInstallation.class)
                    .hasMessageContaining("lacks 1 of");
        }
    }

    @Test
    void newer_database_and_failed_script_are_refused() {
        try (var database = Postgres.freshDatabase()) {
            var jdbc = JdbcClient.create(database);
            jdbc.sql("""
                    insert into ajour.flyway_schema_history
                        (installed_rank, version, description, type, script, installed_by, execution_time, success)
                    values (999, '999', 'things to come', 'SQL', 'V999.sql', 'somebody', 1, true)
                    """).update();
            assertThatThrownBy(of(database)::check)
                    .isInstanceOf(WrongInstallation.class)
                    .hasMessageContaining("999 (things to come)")
                    .hasMessageContaining("Use the version that migrated it");

            jdbc.sql("delete from ajour.flyway_schema_history where version = '999'")
                    .update();
            jdbc.sql("update ajour.flyway_schema_history set success = false where version = '2'")
                    .update();
            assertThatThrownBy(of(database)::check)
                    .isInstanceOf(WrongInstallation.class)
                    .hasMessageContaining("which failed");
        }
    }

    private static SchemaVersion of(HikariDataSource database) {
        return new SchemaVersion(database, JdbcClient.create(database));
    }
}
