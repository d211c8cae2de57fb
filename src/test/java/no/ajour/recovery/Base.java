package no.ajour.recovery;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import no.ajour.testing.OwnServer;
import no.ajour.testing.Postgres;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database server of one's own, and what can become of it. What was done is undone also where it was not done. */
final class Base implements AutoCloseable {
    private static final List<String> WRITTEN = List.of(
            "ajour.tally",
            "ajour.run",
            "ajour.position",
            "ajour.lease",
            "ajour.event",
            "ajour.digital_active",
            "ajour.acknowledgement",
            "ajour.refresh_request",
            "batch.batch_step_execution",
            "batch.batch_job_execution");
    private static final String PROGRAMS = """
            from pg_stat_activity
            where datname = current_database() and backend_type = 'client backend' and application_name <> :test
            """;

    private final OwnServer server;
    private final HikariDataSource database;
    private final RandomGenerator random;
    private boolean stopped;

    private Base(OwnServer server, HikariDataSource database, RandomGenerator random) {
        this.server = server;
        this.database = database;
        this.random = random;
    }

    static Base start(RandomGenerator random) throws IOException {
        var server = OwnServer.start();
        return new Base(server, server.database(), random);
    }

    HikariDataSource database() {
        return database;
    }

    /** Connections of the program, of whatever process. */
    long connections() {
        return jdbc().sql("select count(*) " + PROGRAMS)
                .param("test", Postgres.TEST)
                .query(Long.class)
                .single();
    }

    synchronized void cutConnections() {
        if (!stopped) {
            jdbc().sql("select pg_terminate_backend(pid) " + PROGRAMS)
                    .param("test", Postgres.TEST)
                    .query()
                    .listOfRows();
        }
    }

    /** kill -9 of one of the server's processes, after which it ends all others and recovers. */
    synchronized void killBackend() {
        if (!stopped) {
            jdbc()
                    .sql("select pid " + PROGRAMS + " order by pid")
                    .param("test", Postgres.TEST)
                    .query(Long.class)
                    .list()
                    .stream()
                    .findFirst()
                    .flatMap(ProcessHandle::of)
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    synchronized void stop(OwnServer.End how) {
        if (!stopped) {
            stopped = true;
            server.stop(how);
            // It comes back while runs wait for it.
            CompletableFuture.delayedExecutor(random.nextInt(8000), TimeUnit.MILLISECONDS)
                    .execute(this::start);
        }
    }

    /** Waits until the server is there, and has recovered from what happened to it. */
    void comeBack() {
        start();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> connections() >= 0);
        database.getHikariPoolMXBean().softEvictConnections();
    }

    synchronized void start() {
        if (stopped) {
            server.startAgain();
            stopped = false;
            database.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** As a server that has become a standby. */
    synchronized void readOnly() {
        if (!stopped) {
            jdbc().sql("alter database postgres set default_transaction_read_only = on")
                    .update();
            cutConnections();
        }
    }

    synchronized void writable() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = off");
            statement.execute("alter database postgres reset default_transaction_read_only");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        cutConnections();
        database.getHikariPoolMXBean().softEvictConnections();
    }

    /** The disk is full for whoever writes to some table. */
    synchronized void full() {
        if (!stopped) {
            var table = WRITTEN.get(random.nextInt(WRITTEN.size()));
            jdbc().sql("""
                            create or replace function public.disk_full() returns trigger language plpgsql as $$
                            begin
                                raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';
                            end $$;
                            create or replace trigger disk_full before insert or update on %s
                                for each row execute function public.disk_full();
                            """.formatted(table)).update();
        }
    }

    synchronized void empty() {
        jdbc().sql("drop function if exists public.disk_full cascade").update();
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(database);
    }

    @Override
    public void close() throws IOException {
        start();
        server.close();
    }
}
