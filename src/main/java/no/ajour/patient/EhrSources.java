package no.ajour.patient;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/** Where the patient list of each tenant comes from, checked when the program starts. */
public final class EhrSources {

    private final Map<String, EhrSource> byOrgnr = new HashMap<>();

    /**
     * Finds each tenant's source.
     *
     * @throws IllegalArgumentException if a source is not complete or names a tenant that is not configured
     */
    public EhrSources(PatientSettings settings, Tenants tenants) {
        for (var orgnr : settings.sources().keySet()) {
            if (tenants.find(orgnr).isEmpty()) {
                throw new IllegalArgumentException(
                        "ajour.patients.sources." + orgnr + " is of no tenant; add it to ajour.tenants or remove it");
            }
        }
        for (var tenant : tenants.tenants()) {
            var own = settings.sources().getOrDefault(tenant.orgnr(), EhrSource.NONE);
            var source = own.or(settings.source());
            if (source.url() == null && source.query() == null) {
                continue;
            }
            requireComplete(tenant, source);
            requireOwnList(own, source, tenants);
            byOrgnr.put(tenant.orgnr(), source);
        }
    }

    /** The tenant's source, or null if its list does not come from a query. */
    @Nullable
    EhrSource of(Tenant tenant) {
        return byOrgnr.get(tenant.orgnr());
    }

    private static void requireComplete(Tenant tenant, EhrSource source) {
        if (source.url() == null) {
            throw new IllegalArgumentException("ajour.patients.source has a query but no url, for " + tenant
                    + "; set ajour.patients.source.url to the JDBC URL of the EHR's database");
        }
        if (source.query() == null) {
            throw new IllegalArgumentException("ajour.patients.source has a url but no query, for " + tenant
                    + "; set ajour.patients.source.query to SQL whose first column is the national identity number");
        }
        try {
            DriverManager.getDriver(source.url());
        } catch (SQLException e) {
            throw new IllegalArgumentException("There is no JDBC driver for ajour.patients.source.url, for " + tenant
                    + "; correct the URL or add the driver's jar to the class path");
        }
    }

    // The same query on the same database gives every tenant the same patients.
    private static void requireOwnList(EhrSource own, EhrSource source, Tenants tenants) {
        boolean shared =
                own.url() == null && own.query() == null && tenants.tenants().size() > 1;
        if (shared && !PatientQuery.usesOrgnr(source)) {
            throw new IllegalArgumentException("ajour.patients.source.query would give all tenants the same patients;"
                    + " select by :orgnr, or give each tenant a query in ajour.patients.sources.<orgnr>");
        }
    }
}
