package no.ajour.patient;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import no.ajour.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The tenants in the database. Only configured tenants get there, each when it is first used. */
public final class TenantRegistry {

    // Only what is missing is inserted: every row offered to an ON CONFLICT would use up one of 32,767 ids.
    private static final String INSERT_MISSING = """
            insert into ajour.tenant (orgnr, name)
            select offered.orgnr, offered.name
            from unnest(cast(:orgnrs as text[]), cast(:names as text[])) as offered (orgnr, name)
            where not exists (select from ajour.tenant known where known.orgnr = offered.orgnr)
            order by offered.orgnr
            on conflict (orgnr) do nothing
            """;

    private static final String RENAME = """
            update ajour.tenant known
            set name = offered.name
            from unnest(cast(:orgnrs as text[]), cast(:names as text[])) as offered (orgnr, name)
            where known.orgnr = offered.orgnr and known.name <> offered.name
            """;

    private static final String FIND = "select id from ajour.tenant where orgnr = :orgnr";

    private final JdbcClient jdbc;

    private final TransactionTemplate apart;

    public TenantRegistry(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Registers a tenant if it was not, and commits that whatever becomes of the caller's transaction. */
    public void registered(Tenant tenant) {
        if (find(tenant).isEmpty()) {
            apart.executeWithoutResult(status -> register(List.of(tenant)));
        }
    }

    /** Makes the database know the tenants by the names that they are configured with. */
    public void register(Collection<Tenant> tenants) {
        var orgnrs = tenants.stream().map(Tenant::orgnr).toArray(String[]::new);
        var names = tenants.stream().map(Tenant::name).toArray(String[]::new);
        for (var statement : new String[] {INSERT_MISSING, RENAME}) {
            jdbc.sql(statement).param("orgnrs", orgnrs).param("names", names).update();
        }
    }

    /**
     * The id of a tenant, which is registered if it was not. Never remembered here: a transaction that is rolled back
     * takes a new tenant with it.
     */
    public short id(Tenant tenant) {
        return find(tenant).orElseGet(() -> {
            register(List.of(tenant));
            return find(tenant).orElseThrow();
        });
    }

    private Optional<Short> find(Tenant tenant) {
        return jdbc.sql(FIND).param("orgnr", tenant.orgnr()).query(Short.class).optional();
    }
}
