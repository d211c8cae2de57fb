package no.ajour.doctor;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One connection of the checks' own, with the program's URL and role: a pool would try until its time is up. */
final class Database implements AutoCloseable {
    private static final String CONNECT_SECONDS = "5";
    private static final String SILENT_SECONDS = "15";
    private static final Pattern PLACE = Pattern.compile("jdbc:postgresql://([^/?]+)");

    private final Settings settings;
    private final Parts parts;
    private String place = "";
    private @Nullable SingleConnectionDataSource held;

    Database(Settings settings, Parts parts) {
        this.settings = settings;
        this.parts = parts;
    }

    /**
     * Connects.
     *
     * @throws WrongInstallation if the settings do not even name a database
     * @throws SQLException if there is no connection
     */
    JdbcClient connect() throws SQLException {
        if (!settings.has("spring.datasource.url")) {
            throw new WrongInstallation(
                    "spring.datasource.url is not set; set it to the JDBC URL of the database, such "
                            + "as jdbc:postgresql://localhost:5432/ehr, and username and password beside it");
        }
        var pool = parts.get(DataSource.class).unwrap(HikariDataSource.class);
        var properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        set(properties, "user", pool.getUsername());
        set(properties, "password", pool.getPassword());
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", SILENT_SECONDS);
        place = place(pool.getJdbcUrl());
        held = new SingleConnectionDataSource(DriverManager.getConnection(pool.getJdbcUrl(), properties), true);
        return JdbcClient.create(held);
    }

    // A role may also stand in the URL.
    private static void set(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    /** Host and port; empty before {@link #connect}. */
    String place() {
        return place;
    }

    // Not the URL itself, which may hold a password. Without a host it means this machine.
    private static String place(String url) {
        Matcher place = PLACE.matcher(url);
        return place.find() ? place.group(1) : "localhost";
    }

    /** @throws NotPossible if {@link #connect} did not succeed */
    JdbcClient connected() {
        if (held == null) {
            throw new NotPossible("there is no connection to the database");
        }
        return JdbcClient.create(held);
    }

    @Override
    public void close() {
        if (held != null) {
            held.destroy();
        }
    }
}
