package no.ajour.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.springframework.util.FileSystemUtils;

/** A PostgreSQL server that can go away and come back, on the same port and data. */
public final class OwnServer implements AutoCloseable {

    /** How a server goes away. */
    public enum End {
        /** As a failing machine: connections are cut, and it recovers from its log when it comes back. */
        QUIT,
        /** As a machine that is gone at once, with no process to tell another. */
        KILL,
        /** As an operator restarts it: transactions are rolled back. */
        INT
    }

    private final Path data;
    private EmbeddedPostgres server;

    private OwnServer(Path data) throws IOException {
        this.data = data;
        server = builder().start();
    }

    public static OwnServer start() throws IOException {
        return new OwnServer(PostgresServer.dataFolder());
    }

    /** An empty database. */
    public HikariDataSource database() {
        return database("postgres");
    }

    /** A database that somebody has created, to its superuser. */
    public HikariDataSource database(String name) {
        // Without a user in the URL, so that others can log in by it.
        return Postgres.pool("jdbc:postgresql://localhost:" + server.getPort() + "/" + name, "postgres", "postgres");
    }

    public void stop(End how) {
        try {
            var pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            new ProcessBuilder("kill", "-" + how, pid).start().waitFor();
            if (!server.getProcess().waitFor(Duration.ofSeconds(20))) {
                throw new IllegalStateException("PostgreSQL has not ended");
            }
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void startAgain() {
        try {
            server = builder().setPort(server.getPort()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * As a standby that takes over on another port, with all that was committed: until it is promoted it only reads, then a
     * timeline of its own begins. The server must have been stopped.
     */
    public void takeOver(int port) {
        try {
            Files.createFile(data.resolve("standby.signal"));
            server = builder().setPort(port).start();
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("select pg_promote()");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /**
     * Another server with the data of this one, which must have been stopped: as a standby it only reads until it is
     * promoted ({@code pg_promote}), and then begins a timeline of its own.
     */
    public OwnServer standby() throws IOException {
        var copy = PostgresServer.dataFolder();
        FileSystemUtils.copyRecursively(data, copy);
        Files.deleteIfExists(copy.resolve("postmaster.pid"));
        Files.createFile(copy.resolve("standby.signal"));
        return new OwnServer(copy);
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
    }

    @Override
    public void close() throws IOException {
        server.close();
        FileSystemUtils.deleteRecursively(data);
    }
}
