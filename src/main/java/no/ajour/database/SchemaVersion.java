package no.ajour.database;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import no.ajour.failure.WrongInstallation;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** The state of the schema against the scripts of this program. */
public final class SchemaVersion {
    private final Flyway flyway;

    SchemaVersion(Flyway flyway) {
        this.flyway = flyway;
    }

    /**
     * Checks that the schema is the one this program was written for.
     *
     * @throws WrongInstallation if scripts are missing in the database, or the database is newer than the program
     */
    public void check() {
        var info = reached(flyway::info);
        int missing = info.pending().length;
        if (missing > 0) {
            throw new WrongInstallation("The database's schema lacks " + missing + " of " + info.all().length
                    + " scripts. Run `ajour migrate` with a role that may create tables.");
        }
        for (MigrationInfo applied : info.applied()) {
            if (applied.getState().isFailed() || !applied.getState().isResolved()) {
                throw new WrongInstallation("The database's schema has script " + applied.getVersion() + " ("
                        + applied.getDescription() + ") in state "
                        + applied.getState().getDisplayName()
                        + ", which this version of Ajour does not know. Use the version that migrated it.");
            }
        }
    }

    /** Brings the schema up to date and returns the names of the scripts that were run; empty if there were none. */
    public List<String> migrate() {
        return reached(flyway::migrate).migrations.stream()
                .map(migration -> "V" + migration.version + " " + migration.description)
                .toList();
    }

    private static <T> T reached(Supplier<T> action) {
        try {
            return action.get();
        } catch (FlywayException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                    throw explained(e, sql, sql.getSQLState());
                }
            }
            throw e;
        }
    }

    // SQLSTATE classes, PostgreSQL's appendix A: 08 no connection, 57P starting or stopping, 28 and 3D login refused.
    private static RuntimeException explained(FlywayException thrown, SQLException sql, String state) {
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new CannotGetJdbcConnectionException(String.valueOf(sql.getMessage()), sql);
        }
        if (state.startsWith("28") || state.startsWith("3D")) {
            return new WrongInstallation("PostgreSQL refuses the connection: " + sql.getMessage()
                    + ". Correct spring.datasource.url, username and password.");
        }
        if (state.equals("42501")) {
            return new WrongInstallation(sql.getMessage()
                    + ". Run `ajour migrate` with a role that may create schemas and tables in this database.");
        }
        return thrown;
    }
}
