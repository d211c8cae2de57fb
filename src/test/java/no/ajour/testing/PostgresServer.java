package no.ajour.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A PostgreSQL server and its superuser.
 *
 * <p>The system property {@code ajour.test.postgres} (or the environment variable {@code AJOUR_TEST_POSTGRES}) says
 * which: {@code testcontainers}; {@code embedded}, real binaries from Maven Central that need no Docker; or {@code auto},
 * the default: Testcontainers where a Docker engine answers. The container's image is {@code ajour.test.postgres.image}
 * ({@code AJOUR_TEST_POSTGRES_IMAGE}).
 */
record PostgresServer(String host, int port, String user, String password) {

    private static final String DEFAULT_IMAGE = "postgres:17";
    // What the tests' servers need together is about a fourth of it.
    private static final long ROOM = 4L << 30;

    static PostgresServer start() {
        var kind = setting("ajour.test.postgres", "auto");
        return switch (kind) {
            case "embedded" -> embedded();
            case "testcontainers" -> container();
            case "auto" -> DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
            default ->
                throw new IllegalArgumentException(
                        "ajour.test.postgres is " + kind + "; use auto, testcontainers or embedded");
        };
    }

    DataSource database(String name) {
        return new DriverManagerDataSource(url(name), user, password);
    }

    int majorVersion() {
        try (var connection = database("postgres").getConnection()) {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL's version is not known", e);
        }
    }

    String url(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    // Stopped by its own shutdown hook.
    @SuppressWarnings("resource")
    private static PostgresServer embedded() {
        try {
            var server = EmbeddedPostgres.builder()
                    .setDataDirectory(dataFolder())
                    // It may be memory.
                    .setServerConfig("max_wal_size", "256MB")
                    .start();
            return new PostgresServer("localhost", server.getPort(), "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL's embedded server did not start", e);
        }
    }

    /**
     * A new folder for a server's data: in memory where there is room, since each copy of a database is a thousand files.
     * The system property {@code ajour.test.postgres.folder} (or {@code AJOUR_TEST_POSTGRES_FOLDER}) is another place.
     */
    static Path dataFolder() throws IOException {
        var disk = System.getProperty("java.io.tmpdir");
        var memory = Path.of("/dev/shm");
        boolean room = Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > ROOM;
        return Files.createTempDirectory(
                Path.of(setting("ajour.test.postgres.folder", room ? memory.toString() : disk)), "ajour-postgres");
    }

    // Stopped by Testcontainers when this JVM ends.
    @SuppressWarnings("resource")
    private static PostgresServer container() {
        var container = new PostgreSQLContainer(setting("ajour.test.postgres.image", DEFAULT_IMAGE));
        container.start();
        return new PostgresServer(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getUsername(),
                container.getPassword());
    }

    private static String setting(String property, String otherwise) {
        var variable = System.getenv(property.toUpperCase(Locale.ROOT).replace('.', '_'));
        return System.getProperty(property, variable == null ? otherwise : variable);
    }
}
