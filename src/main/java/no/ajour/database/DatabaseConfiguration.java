package no.ajour.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The connection to PostgreSQL and the state of its schema. The beans and their properties are Spring Boot's; they are
 * named here because its auto-configurations weigh every pool and driver there is, each time a command starts.
 */
@Configuration(proxyBeanMethods = false)
public class DatabaseConfiguration {

    /** {@code spring.datasource.url}, {@code username} and {@code password}; all else is {@code spring.datasource.hikari}. */
    @Bean
    DataSource dataSource(Environment environment) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(environment.getProperty("spring.datasource.url"));
        pool.setUsername(environment.getProperty("spring.datasource.username"));
        pool.setPassword(environment.getProperty("spring.datasource.password"));
        Binder.get(environment).bind("spring.datasource.hikari", Bindable.ofInstance(pool));
        return pool;
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource database) {
        return new JdbcTransactionManager(database);
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource database) {
        return new JdbcTemplate(database);
    }

    @Bean
    JdbcClient jdbcClient(JdbcTemplate jdbc) {
        return JdbcClient.create(jdbc);
    }

    @Bean
    static LazyConnections lazyConnections(Environment environment) {
        // Whoever takes a lease over must find the locks of the one before gone.
        return new LazyConnections(Binder.get(environment)
                .bind("ajour.run.lease-life", Duration.class)
                .orElse(Duration.ofSeconds(60)));
    }

    @Bean
    SchemaVersion schemaVersion(DataSource database, JdbcClient jdbc) {
        return new SchemaVersion(database, jdbc);
    }
}
