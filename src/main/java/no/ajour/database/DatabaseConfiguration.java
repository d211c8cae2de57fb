package no.ajour.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The connection to PostgreSQL and the state of its schema. */
@Configuration(proxyBeanMethods = false)
public class DatabaseConfiguration {

    @Bean
    static LazyConnections lazyConnections(Environment environment) {
        // Whoever takes a lease over must find the locks of the one before gone.
        return new LazyConnections(Binder.get(environment)
                .bind("ajour.run.lease-life", Duration.class)
                .orElse(Duration.ofSeconds(60)));
    }

    @Bean
    SchemaVersion schemaVersion(Flyway flyway) {
        return new SchemaVersion(flyway);
    }

    /** Without limits: while a script runs, Flyway's own transaction stands still as long as it takes. */
    @Bean
    FlywayConfigurationCustomizer withoutLimits(DataSource database) {
        return flyway -> {
            try {
                flyway.dataSource(database.unwrap(HikariDataSource.class));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    /** Nothing migrates by itself: {@code ajour migrate} does, and everything else checks. */
    @Bean
    FlywayMigrationStrategy neverByItself() {
        return flyway -> {};
    }
}
