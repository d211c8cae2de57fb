package no.ajour.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A role that logs in to a database, made for a test and gone after it; the roles it is a member of stay. */
public final class Login implements AutoCloseable {
    // Roles belong to the server, which several tests share.
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final HikariDataSource superuser;
    private final String name;

    private Login(HikariDataSource superuser, String name) {
        this.superuser = superuser;
        this.name = name;
    }

    /**
     * Makes one.
     *
     * @param groups that it is a member of, separated by commas; empty: none
     */
    public static Login in(HikariDataSource superuser, String groups) {
        var login = new Login(superuser, "login_" + NUMBER.incrementAndGet());
        login.run("create role " + login.name + " login password '" + login.password() + "'"
                + (groups.isEmpty() ? "" : " in role " + groups));
        return login;
    }

    public String name() {
        return name;
    }

    public String password() {
        return "of-" + name;
    }

    /** A new session, which tells all that the server says of an error. */
    public Connection connect() throws SQLException {
        return connect("");
    }

    /**
     * The same with settings of its own.
     *
     * @param options such as {@code -c role=ajour_owner}
     */
    public Connection connect(String options) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", name);
        properties.setProperty("password", password());
        if (!options.isEmpty()) {
            properties.setProperty("options", options);
        }
        return DriverManager.getConnection(superuser.getJdbcUrl(), properties);
    }

    @Override
    public void close() {
        run("drop owned by " + name);
        run("drop role " + name);
    }

    private void run(String sql) {
        JdbcClient.create(superuser).sql(sql).update();
    }
}
