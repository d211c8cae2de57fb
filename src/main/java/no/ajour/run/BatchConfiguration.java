package no.ajour.run;

import javax.sql.DataSource;
import org.springframework.batch.core.configuration.support.JdbcDefaultBatchConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

/** Spring Batch's repository, in schema {@code batch}. */
@Configuration(proxyBeanMethods = false)
class BatchConfiguration extends JdbcDefaultBatchConfiguration {
    private final DataSource database;
    private final PlatformTransactionManager transactions;

    BatchConfiguration(DataSource database, PlatformTransactionManager transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    @Override
    protected DataSource getDataSource() {
        return database;
    }

    @Override
    protected PlatformTransactionManager getTransactionManager() {
        return transactions;
    }

    @Override
    protected String getTablePrefix() {
        return "batch.BATCH_";
    }

    /** Runs of several tenants begin at once; the lease, not the isolation level, keeps two of a kind apart. */
    @Override
    protected Isolation getIsolationLevelForCreate() {
        return Isolation.READ_COMMITTED;
    }

    /** Told, or a connection would be opened to find out. */
    @Override
    protected String getDatabaseType() {
        return "POSTGRES";
    }
}
