package no.ajour.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Runs the scripts of {@code sql/} through Flyway. */
final class Migration {
    private Migration() {}

    /** Runs those that are missing and returns their names; empty if there were none. */
    static List<String> of(DataSource database) {
        return Flyway.configure()
                .dataSource(withoutLimits(database))
                .locations("classpath:sql")
                .defaultSchema("ajour")
                .schemas("ajour")
                .createSchemas(true)
                .load()
                .migrate()
                .migrations
                .stream()
                .map(migration -> "V" + migration.version + " " + migration.description)
                .toList();
    }

    // While a script runs, Flyway's own transaction stands still as long as it takes.
    private static DataSource withoutLimits(DataSource database) {
        try {
            return database.unwrap(HikariDataSource.class);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
