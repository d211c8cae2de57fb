package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import javax.sql.DataSource;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.OwnServer;
import no.ajour.testing.OwnServer.End;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A server takes over that had not come as far as a consumer of the change feed has read. */
class FeedAfterFailOverTest {

    @Test
    void whoever_has_read_what_is_lost_is_told_and_whoever_has_not_misses_nothing() throws IOException {
        String ahead;
        String kept;
        try (var primary = OwnServer.start()) {
            try (var database = primary.database()) {
                migrate(database);
                JdbcClient.create(database)
                        .sql("insert into ajour.tenant (orgnr, name) values ('310000019', 'Lykkeby')")
                        .update();
                list(database, SyntheticNin.number(1));
                kept = read(database, null).getLast();
            }
            primary.stop(End.INT);
            try (var standby = primary.standby()) {
                primary.startAgain();
                try (var database = primary.database()) {
                    // What the standby never gets. Other transactions let the ids run on.
                    for (int person : List.of(11, 12, 13)) {
                        list(database, SyntheticNin.number(person));
                    }
                    ahead = read(database, null).getLast();
                }
                try (var database = standby.database()) {
                    assertThat(read(database, null))
                            .as("read on the standby, before it is promoted")
                            .hasSize(1);
                    promote(database);
                    list(database, SyntheticNin.number(2));

                    assertThat(read(database, kept)).hasSize(1).noneMatch(cursor -> cursor.startsWith("1-"));
                    assertThat(read(database, null)).hasSize(2);
                    assertThatThrownBy(() -> read(database, ahead))
                            .hasMessageContaining("24000")
                            .hasMessageContaining("does not know the cursor");
                }
            }
        }
    }

    private static void migrate(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:sql")
                .defaultSchema("ajour")
                .load()
                .migrate();
    }

    private static void list(DataSource database, String nin) {
        JdbcClient.create(database)
                .sql("insert into ajour.patient (tenant_id, nin) values (1, :nin)")
                .param("nin", nin)
                .update();
    }

    private static List<String> read(DataSource database, @Nullable String after) {
        return JdbcClient.create(database)
                .sql("select cursor from ajour.changes(:after::text)")
                .param("after", after)
                .query(String.class)
                .list();
    }

    private static void promote(DataSource database) {
        var jdbc = JdbcClient.create(database);
        assertThat(jdbc.sql("select pg_promote()").query(Boolean.class).single())
                .isTrue();
        Awaitility.await().until(() -> !jdbc.sql("select pg_is_in_recovery()")
                .query(Boolean.class)
                .single());
    }
}
