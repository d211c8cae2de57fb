package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A session that somebody forgot holds back what EHRs are told, and operators see it. */
// The feed waits for every open transaction of the server.
@ResourceLock(Postgres.QUIET)
class FeedHeldBackTest {

    @Test
    void operators_are_told_whose_transaction_keeps_changes_from_ehrs_and_how_to_end_it()
            throws SQLException, IOException {
        var database = Postgres.quietDatabase();
        try (var ajour = Installation.of(database, Map.of("310000019", "Lykkeby"))) {
            try (var forgotten = database.getConnection();
                    var statement = forgotten.createStatement()) {
                forgotten.setAutoCommit(false);
                statement.execute("select pg_current_xact_id()");
                String process = ajour.database()
                        .sql("select pid from pg_stat_activity where state = 'idle in transaction'"
                                + " and datname = current_database()")
                        .query(String.class)
                        .single();
                ajour.database()
                        .sql("insert into ajour.tenant (orgnr, name) values ('310000019', 'Lykkeby')")
                        .update();
                ajour.database()
                        .sql("insert into ajour.patient (tenant_id, nin) values (1, ?)")
                        .param(SyntheticNin.number(1))
                        .update();
                assertThat(ajour.ajour("status").out()).as("at once").doesNotContain("EHRs are not told");

                ajour.database()
                        .sql("update ajour.change set changed_at = changed_at - interval '2 hours'")
                        .update();

                assertThat(ajour.ajour("status").out().replaceAll("\\s+", " "))
                        .contains("EHRs are not told of changes since 2 h ago:")
                        .contains("Process " + process + " (role " + database.getUsername() + ", database ")
                        .contains("select pg_terminate_backend(" + process + ")");
                assertThat(ajour.ajour("status", "--check").exitCode()).isEqualTo(10);
                assertThat(ajour.ajour("doctor").out())
                        .contains("warning feed         changes since ")
                        .contains("Process " + process);
                forgotten.rollback();
            }
            assertThat(ajour.ajour("status").out()).doesNotContain("EHRs are not told");
        }
    }
}
