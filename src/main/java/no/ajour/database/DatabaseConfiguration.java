package no.ajour.database;

import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The connection to PostgreSQL and the state of its schema. */
@Configuration(proxyBeanMethods = false)
public class DatabaseConfiguration {

    @Bean
    static LazyConnections lazyConnections() {
        return new LazyConnections();
    }

    @Bean
    SchemaVersion schemaVersion(Flyway flyway) {
        return new SchemaVersion(flyway);
    }

    /** Nothing migrates by itself: {@code ajour migrate} does, and everything else checks. */
    @Bean
    FlywayMigrationStrategy neverByItself() {
        return flyway -> {};
    }
}
