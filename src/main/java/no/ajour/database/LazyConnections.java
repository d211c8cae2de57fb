package no.ajour.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * Makes a transaction take its connection at its first statement. Spring Batch opens a chunk's transaction before it
 * reads; without this, a connection would stand idle in a transaction for as long as an API takes to answer.
 *
 * <p>Also keeps the server's error details, which quote values such as national identity numbers, out of exceptions.
 */
final class LazyConnections implements BeanPostProcessor {
    // Longer than any statement takes.
    private static final String SILENT_SECONDS = "3600";

    private final Duration longestPause;

    /** @param longestPause that a transaction may make */
    LazyConnections(Duration longestPause) {
        this.longestPause = longestPause;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
            pool.addDataSourceProperty("logServerErrorDetail", "false");
            // A connection whose other end has vanished fails in the end instead of holding its run for ever.
            pool.addDataSourceProperty("tcpKeepAlive", "true");
            pool.addDataSourceProperty("socketTimeout", SILENT_SECONDS);
        }
        return bean;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof HikariDataSource pool)) {
            return bean;
        }
        var lazy = new LazyConnectionDataSourceProxy();
        lazy.setTargetDataSource(new TransactionSettings(pool, longestPause));
        // Told, or the proxy would open a connection now to find out.
        lazy.setDefaultAutoCommit(true);
        lazy.setDefaultTransactionIsolationName("TRANSACTION_READ_COMMITTED");
        return lazy;
    }
}
