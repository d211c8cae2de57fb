package no.ajour.database;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The state of the schema against the scripts of this program. The check reads the table in which Flyway writes what it has
 * run; Flyway itself is only started to run something, since starting it takes longer than a run with nothing to do.
 */
public final class SchemaVersion {
    private static final String APPLIED = """
            select version, description, success
            from ajour.flyway_schema_history
            where version is not null
            order by installed_rank
            """;

    // PostgreSQL's appendix A; a schema that is missing is told so too.
    private static final String UNDEFINED_TABLE = "42P01";

    private final DataSource database;
    private final JdbcClient jdbc;

    private record Applied(String version, String description, boolean success) {}

    SchemaVersion(DataSource database, JdbcClient jdbc) {
        this.database = database;
        this.jdbc = jdbc;
    }

    /**
     * Checks that the schema is the one this program was written for.
     *
     * @throws WrongInstallation if scripts are missing in the database, or the database is newer than the program
     */
    public void check() {
        var applied = reached(this::applied);
        var scripts = Scripts.versions();
        long missing = scripts.stream()
                .filter(version ->
                        applied.stream().noneMatch(row -> row.version().equals(version)))
                .count();
        if (missing > 0) {
            throw new WrongInstallation("The database's schema lacks " + missing + " of " + scripts.size()
                    + " scripts. Run `ajour migrate` with a role that may create tables.");
        }
        for (var row : applied) {
            var script = "The database's schema has script " + row.version() + " (" + row.description() + ")";
            if (!row.success()) {
                throw new WrongInstallation(script + ", which failed. Restore the database as it was before, and run"
                        + " `ajour migrate` again.");
            }
            if (!scripts.contains(row.version())) {
                throw new WrongInstallation(
                        script + ", which this version of Ajour does not know. Use the version that migrated it.");
            }
        }
    }

    /** Brings the schema up to date and returns the names of the scripts that were run; empty if there were none. */
    public List<String> migrate() {
        return reached(() -> Migration.of(database));
    }

    private List<Applied> applied() {
        try {
            return jdbc.sql(APPLIED)
                    .query((row, number) -> new Applied(row.getString(1), row.getString(2), row.getBoolean(3)))
                    .list();
        } catch (RuntimeException e) {
            var sql = sqlException(e);
            if (sql != null && UNDEFINED_TABLE.equals(sql.getSQLState())) {
                return List.of();
            }
            throw e;
        }
    }

    private static <T> T reached(Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            var sql = sqlException(e);
            throw sql == null ? e : explained(e, sql, String.valueOf(sql.getSQLState()));
        }
    }

    private static @Nullable SQLException sqlException(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql;
            }
        }
        return null;
    }

    // SQLSTATE classes, PostgreSQL's appendix A: 08 no connection, 57P starting or stopping, 28 and 3D login refused.
    private static RuntimeException explained(RuntimeException thrown, SQLException sql, String state) {
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
