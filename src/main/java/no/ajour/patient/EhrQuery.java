package no.ajour.patient;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Properties;
import no.ajour.failure.WrongInstallation;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The patient list straight from the EHR's own database: a configured query, read row by row over a connection of its own
 * that may only read. What the query does not give is delisted.
 */
public final class EhrQuery {

    private static final Logger log = LoggerFactory.getLogger(EhrQuery.class);

    private final EhrSources sources;
    private final PatientList patients;

    public EhrQuery(EhrSources sources, PatientList patients) {
        this.sources = sources;
        this.patients = patients;
    }

    /** Whether a query is configured for the tenant. */
    public boolean isConfigured(Tenant tenant) {
        return sources.of(tenant) != null;
    }

    /**
     * Makes the tenant's list what the query gives now.
     *
     * @param badNumbers told of the rows without a number that this installation may handle, by their place in the result
     * @param allRead called in the transaction when the last row has been read and nothing is written yet
     * @throws no.ajour.failure.TryLater if the EHR's database cannot be reached or gave up half-way; nothing is changed
     * @throws WrongInstallation if there is no query for the tenant, the query is refused, or
     *     {@link PatientList#apply} finds the list not credible; nothing is changed
     */
    public ListChanges read(Tenant tenant, @Nullable Long runId, BadNumber badNumbers, Runnable allRead) {
        var source = sources.of(tenant);
        if (source == null) {
            throw new WrongInstallation("No patient query for " + tenant
                    + "; set ajour.patients.source.url and ajour.patients.source.query");
        }
        var query = PatientQuery.of(source, tenant);
        try (var connection = connect(source)) {
            connection.setReadOnly(true);
            limitSilence(connection, source);
            // PostgreSQL's driver fetches everything at once in auto-commit mode.
            connection.setAutoCommit(false);
            var rows = query.on(connection);
            Candidates candidates = list -> {
                rows.forEach(list);
                allRead.run();
            };
            var changes = patients.apply(List.of(tenant), candidates, Extent.COMPLETE, runId, badNumbers);
            connection.rollback();
            return requireNonNull(changes.get(tenant));
        } catch (SQLException e) {
            throw EhrFailure.of(tenant, e);
        } catch (PatientQuery.Broken e) {
            throw EhrFailure.of(tenant, e.sqlException());
        }
    }

    // A network that forgets a connection would else hold the run, and its lease, for ever.
    private static void limitSilence(Connection connection, EhrSource source) throws SQLException {
        try {
            connection.setNetworkTimeout(
                    Runnable::run, Math.toIntExact(source.silence().toMillis()));
        } catch (SQLFeatureNotSupportedException e) {
            log.warn(
                    "The driver of ajour.patients.source.url knows no network time limit; a connection that the network"
                            + " forgets would hold the run. Set a limit in the URL, as the driver's documentation tells.");
        }
    }

    private static Connection connect(EhrSource source) throws SQLException {
        var properties = new Properties();
        if (source.username() != null) {
            properties.setProperty("user", source.username());
        }
        if (source.password() != null) {
            properties.setProperty("password", source.password());
        }
        return DriverManager.getConnection(requireNonNull(source.url()), properties);
    }
}
