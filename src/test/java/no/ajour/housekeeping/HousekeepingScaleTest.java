package no.ajour.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import no.ajour.testing.Installation;
import no.ajour.testing.Login;
import no.ajour.testing.Postgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.postgresql.PGConnection;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * A batch reads what it deletes, however much there is. {@code scale.rows} says how many events and patients there are;
 * {@code mvn test -Dtest=HousekeepingScaleTest -Dscale.rows=1000000}. {@code target/housekeeping.txt} has how long each step took. With fewer, reading a whole table
 * may be the quickest, and is forbidden: then the test shows that there is an index to use.
 */
@ResourceLock(Postgres.QUIET)
class HousekeepingScaleTest {
    private static final int ROWS = Integer.getInteger("scale.rows", 20_000);
    private static final int MILLION = 1_000_000;

    // Of a third of the events both has happened; every fiftieth person is on no list; a third of the runs are old.
    private static final String AGED = """
            set session_replication_role = replica;
            update ajour.acknowledgement
            set journaled_at = now() - interval '91 days', confirmed_at = now() - interval '91 days' where event_id % 3 = 0;
            update ajour.patient set delisted_at = now() - interval '91 days' where not listed;
            update ajour.change set changed_at = now() - interval '91 days' where kind = 'patients';
            insert into ajour.dead_letter (job, tenant, record, cause, message, state, closed_at, run_id)
            select 'journal-events', '310000019', 'Bundle/' || i, 'no-id', 'no id', 'resolved',
                   now() - (i % 180) * interval '1 day', 1
            from generate_series(1, :rows / 10) i;
            insert into ajour.run (job, tenant, token, state, exit_code, started_at, ended_at, batch_job_execution_id)
            select 'journal-events', (310000000 + i % 357)::text, i, 'completed', 0, ended, ended, i
            from generate_series(1, :rows / 10) i cross join lateral (select now() - (i % 135) * interval '1 day' - interval '1 hour' as ended) as aged;
            insert into batch.batch_job_instance (job_instance_id, version, job_name, job_key)
            select i, 0, 'journal-events', i::text from generate_series(1, :rows / 10) i;
            insert into batch.batch_job_execution (job_execution_id, version, job_instance_id, create_time, status)
            select i, 0, i, now() - (i % 135) * interval '1 day' - interval '1 hour', 'COMPLETED'
            from generate_series(1, :rows / 10) i;
            insert into batch.batch_job_execution_params
            select batch_job_execution_id, 'run', 'java.lang.Long', id, 'Y' from ajour.run where batch_job_execution_id is not null;
            insert into batch.batch_job_execution_context select i, '{}', null from generate_series(1, :rows / 10) i;
            insert into batch.batch_step_execution (step_execution_id, version, step_name, job_execution_id, create_time, status)
            select 3 * i + s, 0, 'step ' || s, i, now(), 'COMPLETED' from generate_series(1, :rows / 10) i, generate_series(0, 2) s;
            insert into batch.batch_step_execution_context
            select step_execution_id, '{}', null from batch.batch_step_execution;
            insert into ajour.tally
            select s.step_execution_id, 'LINE' || n, r.id, s.step_name, n
            from ajour.run r
            join batch.batch_step_execution s on s.job_execution_id = r.batch_job_execution_id
            cross join generate_series(1, 3) n;
            select setval('batch.batch_job_instance_seq', 1000000000), setval('batch.batch_job_execution_seq', 1000000000),
                   setval('batch.batch_step_execution_seq', 1000000000);
            reset session_replication_role;
            vacuum analyze;
            """;

    // Of each table that grows.
    private static final String READ_THROUGH = """
            select relname from pg_stat_user_tables
            where schemaname in ('ajour', 'batch') and seq_tup_read > 0
              and relname in ('event', 'patient', 'acknowledgement', 'digital_active', 'change', 'dead_letter',
                              'dead_letter_payload', 'run', 'tally', 'batch_job_instance', 'batch_job_execution',
                              'batch_job_execution_params', 'batch_job_execution_context', 'batch_step_execution',
                              'batch_step_execution_context')
            """;

    @Test
    void nothing_is_read_through() throws IOException, SQLException {
        try (var superuser = Postgres.quietDatabase();
                var ajour = Installation.of(superuser, Map.of("310000019", "Lykkeby"));
                var login = Login.in(superuser, "ajour_job")) {
            var database = ajour.database();
            fill(superuser);
            if (ROWS < MILLION) {
                database.sql("alter database " + superuser.getPoolName() + " set enable_seqscan = off")
                        .update();
            }
            ajour.set("spring.datasource.username", login.name()).set("spring.datasource.password", login.password());
            long waiting = database.sql("select count(*) from ajour.to_journal")
                    .query(Long.class)
                    .single();
            database.sql("select pg_stat_reset()").query((row, number) -> true).list();

            var run = ajour.ajour("run", "housekeeping");

            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            // A session tells what it has read when it ends.
            Awaitility.await()
                    .until(() -> database.sql(
                                            "select idx_tup_fetch from pg_stat_user_tables where relname = 'acknowledgement'")
                                    .query(Long.class)
                                    .single()
                            >= ROWS / 4);
            assertThat(texts(database, READ_THROUGH)).isEmpty();
            assertThat(texts(database, "select count(*) > " + ROWS + " / 4 from ajour.event where resource is null"))
                    .containsExactly("t");
            assertThat(texts(database, "select count(*) from ajour.to_journal"))
                    .containsExactly(Long.toString(waiting));
            var number = texts(database, "select max(id) from ajour.run").getFirst();
            Files.writeString(
                    Path.of("target/housekeeping.txt"),
                    run.out() + ajour.ajour("runs", number).out());
        }
    }

    // By a session that has ended, and so has told what it has read, before the server forgets what was told.
    private static void fill(HikariDataSource superuser) throws IOException, SQLException {
        int process;
        try (var session = superuser.getConnection()) {
            process = session.unwrap(PGConnection.class).getBackendPID();
            fill(session);
            superuser.evictConnection(session);
        }
        Awaitility.await().until(() -> JdbcClient.create(superuser)
                .sql("select not exists (select from pg_stat_activity where pid = :process)")
                .param("process", process)
                .query(Boolean.class)
                .single());
    }

    private static void fill(Connection session) throws IOException {
        var script = Files.readString(Path.of("src/test/resources/no/ajour/database/scale.sql")) + AGED;
        ScriptUtils.executeSqlScript(
                session,
                new ByteArrayResource(script.replace(":rows", Integer.toString(ROWS))
                        .replace(":tenants", "357")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(JdbcClient database, String sql) {
        return database.sql(sql).query(String.class).list();
    }
}
