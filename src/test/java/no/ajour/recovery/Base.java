package no.ajour.recovery;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import no.ajour.testing.OwnServer;
import no.ajour.testing.Postgres;
import org.springframework.dao.DataAccessException;
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
    private int otherPort;
    private boolean stopped;
    private boolean moves;
    private boolean readsOnly;

    private Base(OwnServer server, int otherPort, HikariDataSource database, RandomGenerator random) {
        this.server = server;
        this.otherPort = otherPort;
        this.database = database;
        this.random = random;
    }

    static Base start(RandomGenerator random) throws IOException {
        var server = OwnServer.start();
        int other;
        try (var free = new ServerSocket(0)) {
            other = free.getLocalPort();
        }
        return new Base(server, other, Postgres.pool(url(server.port(), other), "postgres", "postgres"), random);
    }

    private static String url(int port, int otherPort) {
        return "jdbc:postgresql://localhost:" + port + ",localhost:" + otherPort + "/postgres";
    }

    /** Where programs find it: on one of two ports, on which the driver takes a server that only reads, or does not. */
    String url() {
        return url(server.port(), otherPort) + (random.nextBoolean() ? "?targetServerType=primary" : "");
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
            moves = false;
            server.stop(how);
            soon(this::start);
        }
    }

    // While runs still wait for it, or after they have given up.
    private void soon(Runnable again) {
        CompletableFuture.delayedExecutor(random.nextInt(8000), TimeUnit.MILLISECONDS)
                .execute(orNot(again));
    }

    /** Whatever cannot be done to a server that is away is left undone. */
    static Runnable orNot(Runnable blow) {
        return () -> {
            try {
                blow.run();
            } catch (DataAccessException | IllegalStateException e) {
                System.out.println("Too late for trouble: " + e.getClass().getSimpleName());
            }
        };
    }

    /** The server is gone, and a standby on the other port takes over. */
    synchronized void failOver(OwnServer.End how) {
        if (!stopped) {
            stop(how);
            moves = true;
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
            if (moves) {
                int left = server.port();
                server.takeOver(otherPort);
                otherPort = left;
            } else {
                server.startAgain();
            }
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
            readsOnly = true;
            soon(this::writable);
        }
    }

    synchronized void writable() {
        if (stopped || !readsOnly) {
            return;
        }
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = off");
            statement.execute("alter database postgres reset default_transaction_read_only");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        readsOnly = false;
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
