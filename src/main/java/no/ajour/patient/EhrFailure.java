package no.ajour.patient;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import no.ajour.failure.Failure;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.tenant.Tenant;

/**
 * Says what a failure of the EHR's database means, by the class of its SQLSTATE (ISO/IEC 9075). The database's own text
 * is left out, also as a cause, since it may quote a row.
 */
final class EhrFailure {

    // Connection, transaction rollback, insufficient resources, operator intervention, system error.
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    private EhrFailure() {}

    static Failure of(Tenant tenant, SQLException e) {
        var state = e.getSQLState() == null ? "" : e.getSQLState();
        var code = "(SQLSTATE " + (state.isEmpty() ? "unknown" : state) + ", vendor code " + e.getErrorCode() + ")";
        if (isPassing(state, e)) {
            return new TryLater("The EHR's database did not answer the patient query of " + tenant + " " + code
                    + ". The patient list is as it was. Try again when the database answers;"
                    + " if it never does, check ajour.patients.source.url");
        }
        if (state.startsWith("28")) {
            return new WrongInstallation("The EHR's database refused the login for the patient query of " + tenant + " "
                    + code + ". Check ajour.patients.source.username and password");
        }
        return new WrongInstallation("The EHR's database refused the patient query of " + tenant + " " + code
                + ". Try ajour.patients.source.query in a client of that database; its own log has the reason");
    }

    private static boolean isPassing(String state, SQLException e) {
        return e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || (state.length() == 5 && PASSING.contains(state.substring(0, 2)));
    }
}
