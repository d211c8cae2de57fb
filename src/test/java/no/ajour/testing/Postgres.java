package no.ajour.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * Real databases for tests: one server for the whole JVM, and for whoever asks a database of their own, with the schema
 * of {@code sql/}. It is migrated once; the others are copies, which take tens of milliseconds.
 */
public final class Postgres {

    /** What the connections of these pools are called in {@code pg_stat_activity}. */
    public static final String TEST = "test";

    private static final String TEMPLATE = "ajour_template";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Postgres() {}

    /**
     * A new database with all migrations applied and no rows. Close the pool when done with it, or leave that to the end
     * of the JVM: idle connections are given back. Its URL, user and password are the pool's
     * ({@link HikariDataSource#getJdbcUrl}).
     */
    public static HikariDataSource freshDatabase() {
        return pool(create("ajour_" + NUMBER.incrementAndGet(), Migrated.NAME));
    }

    /** A new database without any schema: to try migrations on, or to play the EHR's own. */
    public static HikariDataSource emptyDatabase() {
        return pool(create("empty_" + NUMBER.incrementAndGet(), "template1"));
    }

    private static HikariDataSource pool(String database) {
        return pool(Server.RUNNING.url(database), Server.RUNNING.user(), Server.RUNNING.password());
    }

    /** A pool of connections to a database of a server that the test has for itself. */
    public static HikariDataSource pool(String url, String user, String password) {
        var config = new HikariConfig();
        config.setPoolName(url.substring(url.lastIndexOf('/') + 1));
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        config.setIdleTimeout(10_000);
        // Tells the test's own connections from the program's.
        config.addDataSourceProperty("ApplicationName", TEST);
        // As in the program: the detail of a constraint violation quotes the row, patient's number included.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return new HikariDataSource(config);
    }

    // One at a time, since a database that is being copied may have no other connections.
    private static synchronized String create(String name, String template) {
        try (var connection = Server.RUNNING.database("postgres").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name + " template " + template);
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException("Database " + name + " was not created", e);
        }
    }

    private static final class Server {
        static final PostgresServer RUNNING = PostgresServer.start();
    }

    private static final class Migrated {
        static final String NAME = migrate();

        private static String migrate() {
            var name = create(TEMPLATE, "template1");
            Flyway.configure()
                    .dataSource(Server.RUNNING.database(name))
                    .locations("classpath:sql")
                    .defaultSchema("ajour")
                    .load()
                    .migrate();
            return name;
        }
    }
}
