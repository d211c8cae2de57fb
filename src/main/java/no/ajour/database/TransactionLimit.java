package no.ajour.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Lets PostgreSQL end every transaction whose process stands still in it, frozen or gone with its machine, so that whoever
 * takes over never waits for its locks. Set for each transaction alone, since a proxy that pools transactions would hand a
 * setting of the session on to others, or lose it.
 */
final class TransactionLimit extends DelegatingDataSource {
    private final String statement;

    /** @param longestPause between two statements of a transaction */
    TransactionLimit(DataSource target, Duration longestPause) {
        super(target);
        this.statement =
                "select set_config('idle_in_transaction_session_timeout', '" + longestPause.toMillis() + "ms', true)";
    }

    @Override
    public Connection getConnection() throws SQLException {
        return limited(super.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return limited(super.getConnection(username, password));
    }

    private Connection limited(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                TransactionLimit.class.getClassLoader(),
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
