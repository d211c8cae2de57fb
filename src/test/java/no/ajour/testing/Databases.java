package no.ajour.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * Makes databases on a server. One is migrated, once; the others are copies of it. A database is dropped when its pool is
 * closed, soon after: hundreds of them would keep the server busy with vacuuming, and the end of the JVM with deleting
 * their files.
 */
final class Databases {
    private static final String TEMPLATE = "ajour_template";

    // The server waits a tenth of a second for a connection that has just been closed: no test need wait with it.
    private final ExecutorService drops = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("drop-databases").factory());
    private final PostgresServer server;
    private String copied = "";
    private boolean migrated;
    private int number;

    Databases(PostgresServer server) {
        this.server = server;
    }

    // One at a time, since a database that is being copied may have no other connections.
    synchronized HikariDataSource freshDatabase() {
        if (!migrated) {
            migrate(create(TEMPLATE, "template1"));
            // Half as long as through the log; earlier versions know no other way.
            copied = server.majorVersion() >= 15 ? " strategy file_copy" : "";
            migrated = true;
        }
        return pool(create("ajour_" + ++number, TEMPLATE + copied));
    }

    synchronized HikariDataSource emptyDatabase() {
        return pool(create("empty_" + ++number, "template1"));
    }

    private void migrate(String database) {
        Flyway.configure()
                .dataSource(server.database(database))
                .locations("classpath:sql")
                .defaultSchema("ajour")
                .load()
                .migrate();
    }

    private String create(String name, String template) {
        try (var connection = server.database("postgres").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name + " template " + template);
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException("Database " + name + " was not created", e);
        }
    }

    private HikariDataSource pool(String database) {
        return new HikariDataSource(Postgres.settings(server.url(database), server.user(), server.password())) {
            @Override
            public void close() {
                if (!isClosed()) {
                    super.close();
                    drops.execute(() -> drop(database));
                }
            }
        };
    }

    // Whoever is still connected is the process of a test that has ended.
    private void drop(String name) {
        try (var connection = server.database("postgres").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop database " + name + " with (force)");
        } catch (SQLException e) {
            if (isGoing(e.getSQLState())) {
                return;
            }
            throw new IllegalStateException("Database " + name + " was not dropped", e);
        }
    }

    // The server ends with the JVM, and takes its databases with it: admin_shutdown, cannot_connect_now, and class 08.
    private static boolean isGoing(@Nullable String state) {
        return state != null && (state.equals("57P01") || state.equals("57P03") || state.startsWith("08"));
    }
}
