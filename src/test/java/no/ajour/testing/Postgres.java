package no.ajour.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Real databases for tests, with the schema of {@code sql/}: whoever asks gets one of their own. */
public final class Postgres {

    /** What the connections of these pools are called in {@code pg_stat_activity}. */
    public static final String TEST = "test";

    /** What test classes lock that use a {@link #quietDatabase}, so that one of them at a time does. */
    public static final String QUIET = "no.ajour.testing.Postgres.quiet";

    private Postgres() {}

    /**
     * A new database with all migrations applied and no rows. It is dropped soon after the pool is closed, or left to the
     * end of the JVM: idle connections are given back. Its URL, user and password are the pool's
     * ({@link HikariDataSource#getJdbcUrl}).
     */
    public static HikariDataSource freshDatabase() {
        return Shared.SERVER.freshDatabase();
    }

    /** A new database without any schema: to try migrations on, or to play the EHR's own. */
    public static HikariDataSource emptyDatabase() {
        return Shared.SERVER.emptyDatabase();
    }

    /**
     * The same as {@link #freshDatabase} on another server, where nothing goes on but what the test itself does. The
     * change feed needs that: a transaction that is open in any database of the server holds it back. The test class must
     * lock {@link #QUIET}.
     */
    public static HikariDataSource quietDatabase() {
        return Quiet.SERVER.freshDatabase();
    }

    /** Whether a session of this database waits for a lock that another holds. */
    public static boolean someoneWaits(DataSource database) {
        return JdbcClient.create(database).sql("""
                        select exists (select from pg_stat_activity
                                       where datname = current_database() and wait_event_type = 'Lock')
                        """).query(Boolean.class).single();
    }

    /** A pool of connections to a database of a server that the test has for itself. */
    public static HikariDataSource pool(String url, String user, String password) {
        return new HikariDataSource(settings(url, user, password));
    }

    static HikariConfig settings(String url, String user, String password) {
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
        return config;
    }

    private static final class Shared {
        static final Databases SERVER = new Databases(PostgresServer.start());
    }

    private static final class Quiet {
        static final Databases SERVER = new Databases(PostgresServer.start());
    }
}
