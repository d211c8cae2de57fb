package no.ajour.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import no.ajour.patient.Nin;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the patients that an operator means. */
public final class PatientLookup {

    /**
     * A tenant's patient. A person on two tenants' lists is two.
     *
     * @param tenant organisation number
     */
    public record Found(long id, String tenant) {}

    private final JdbcClient jdbc;

    PatientLookup(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By {@code patient.id}; empty if there is none. */
    public List<Found> byId(long id) {
        return jdbc.sql("""
                        select p.id, t.orgnr from ajour.patient p join ajour.tenant t on t.id = p.tenant_id
                        where p.id = :id
                        """).param("id", id).query(PatientLookup::found).list();
    }

    /** With this number, for each tenant that has the person. */
    public List<Found> byNumber(Nin nin) {
        return jdbc.sql("""
                        select p.id, t.orgnr from ajour.patient p join ajour.tenant t on t.id = p.tenant_id
                        where p.nin = :nin order by t.orgnr
                        """)
                .param("nin", nin.value())
                .query(PatientLookup::found)
                .list();
    }

    private static Found found(ResultSet row, int number) throws SQLException {
        return new Found(row.getLong(1), row.getString(2));
    }
}
