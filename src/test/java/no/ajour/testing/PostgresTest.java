package no.ajour.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class PostgresTest {

    @Test
    void every_database_is_migrated_and_on_its_own() {
        try (var one = Postgres.freshDatabase();
                var other = Postgres.freshDatabase()) {
            JdbcClient.create(one)
                    .sql("insert into ajour.tenant (orgnr, name) values ('314159265', 'Pi')")
                    .update();

            assertThat(tenants(JdbcClient.create(one))).isEqualTo(1);
            assertThat(tenants(JdbcClient.create(other))).isZero();
        }
    }

    @Test
    void an_error_does_not_quote_the_row() {
        try (var database = Postgres.freshDatabase()) {
            var jdbc = JdbcClient.create(database);
            var twice =
                    jdbc.sql("insert into ajour.tenant (orgnr, name) values ('314159265', 'Pi'), ('314159265', 'Pi')");

            assertThat(catchThrowable(twice::update))
                    .rootCause()
                    .message()
                    .contains("tenant_orgnr_key")
                    .doesNotContain("314159265");
        }
    }

    @Test
    void database_is_gone_when_its_pool_is_closed() {
        try (var other = Postgres.emptyDatabase()) {
            var database = Postgres.freshDatabase();
            assertThat(exists(other, database.getPoolName())).isTrue();

            database.close();
            database.close();

            await().until(() -> !exists(other, database.getPoolName()));
        }
    }

    private static boolean exists(DataSource server, String database) {
        return JdbcClient.create(server)
                .sql("select exists (select from pg_database where datname = ?)")
                .param(database)
                .query(Boolean.class)
                .single();
    }

    private static int tenants(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from ajour.tenant")
                .query(Integer.class)
                .single();
    }
}
