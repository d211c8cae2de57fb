package no.ajour.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * What every transaction is begun with, for itself alone, since a proxy that pools transactions would hand a setting of
 * the session on to others, or lose it:
 *
 * <ul>
 *   <li>PostgreSQL ends it when its process stands still in it, frozen or gone with its machine, so that whoever takes over
 *       never waits for its locks.
 *   <li>A commit is durable when it is answered, whatever the server's default: what goes out to an API after it, and a
 *       position, stand for rows that must survive a crash.
 * </ul>
 */
final class TransactionSettings extends DelegatingDataSource {
    private final String statement;

    /** @param longestPause between two statements of a transaction */
    TransactionSettings(DataSource target, Duration longestPause) {
        super(target);
        this.statement = """
                select set_config('idle_in_transaction_session_timeout', '%dms', true),
                       case when current_setting('synchronous_commit') = 'off'
                            then set_config('synchronous_commit', 'on', true) end
                """.formatted(longestPause.toMillis());
    }

    @Override
    public Connection getConnection() throws SQLException {
        return set(super.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return set(super.getConnection(username, password));
    }

    private Connection set(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                TransactionSettings.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (method.getName().equals("setAutoCommit") && !connection.getAutoCommit()) {
                            begin(connection);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    // The first statement of the transaction.
    private void begin(Connection connection) throws SQLException {
        try (var set = connection.createStatement()) {
            set.execute(statement);
        }
    }
}
