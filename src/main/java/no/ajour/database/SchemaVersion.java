package no.ajour.database;

import java.util.List;
import no.ajour.failure.WrongInstallation;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

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
        var info = flyway.info();
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
        return flyway.migrate().migrations.stream()
                .map(migration -> "V" + migration.version + " " + migration.description)
                .toList();
    }
}
