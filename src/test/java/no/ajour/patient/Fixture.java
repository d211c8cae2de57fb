package no.ajour.patient;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import no.ajour.patient.Installation.Environment;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import no.ajour.testing.Postgres;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database with two municipalities, and the lists on it. */
final class Fixture implements AutoCloseable {

    static final Tenant NORD = new Tenant("314159265", "Nord", null, Tenant.Acknowledge.JOURNALED);
    static final Tenant SYD = new Tenant("271828182", "Syd", null, Tenant.Acknowledge.JOURNALED);
    static final Tenants BOTH = new Tenants(List.of(NORD, SYD));

    final HikariDataSource database = Postgres.freshDatabase();
    final JdbcClient jdbc = JdbcClient.create(database);
    final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
    final TransactionTemplate transaction = new TransactionTemplate(transactions);
    final TenantRegistry tenants = new TenantRegistry(jdbc, transactions);
    final List<String> bad = new ArrayList<>();
    final BadNumber badNumbers = (row, cause, message) -> bad.add(row + " " + cause + ": " + message);
    final PatientList patients = list(0.2);

    PatientList list(double largestDelisting) {
        var numbers = new NumberSettings("both", List.of());
        return new PatientList(
                jdbc,
                transactions,
                tenants,
                new NumberGuard(Environment.TEST, numbers),
                new PatientSettings(numbers, largestDelisting, EhrSource.NONE, Map.of()));
    }

    ListChanges complete(Tenant tenant, List<String> numbers) {
        return patients.apply(tenant, numbers.stream(), Extent.COMPLETE, null, badNumbers);
    }

    ListChanges add(Tenant tenant, String... numbers) {
        return patients.apply(tenant, Stream.of(numbers), Extent.ADDITION, null, badNumbers);
    }

    /** The numbers on a tenant's list, sorted. */
    List<String> listed(Tenant tenant) {
        return jdbc.sql("""
                select nin from ajour.patient
                where listed and tenant_id = (select id from ajour.tenant where orgnr = :orgnr) order by nin
                """).param("orgnr", tenant.orgnr()).query(String.class).list();
    }

    /** Everything about every row that changes when it is written, its version included. */
    List<Map<String, @Nullable Object>> rows() {
        return jdbc.sql("select xmin::text, ctid::text, * from ajour.patient order by id")
                .query()
                .listOfRows();
    }

    @Override
    public void close() {
        database.close();
    }
}
