package no.ajour.patient;

import static java.util.Objects.requireNonNull;

import java.sql.Types;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import no.ajour.failure.WrongInstallation;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The persons that each tenant knows: those on its list, those taken off it, and those met only in events. Every method
 * works in the caller's transaction if there is one, else in its own.
 *
 * <p>A list that is taken in changes only what differs: unchanged rows are not written. A person who comes back to the
 * list is listed anew ({@code listed_at}), so that jobs ask about them again.
 */
public final class PatientList {

    /** Delistings that are never too many, so that a small list is not held up by one patient who moved. */
    static final int ALWAYS_ALLOWED_DELISTINGS = 10;

    private static final String NOTHING_CHANGED =
            "Nothing was changed. Check where the list comes from; if it is right,"
                    + " allow it once by running with the environment variable AJOUR_PATIENTS_LARGESTDELISTING=1";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final TenantRegistry tenants;
    private final NumberGuard guard;
    private final double largestDelisting;

    public PatientList(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            TenantRegistry tenants,
            NumberGuard guard,
            PatientSettings settings) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.tenants = tenants;
        this.guard = guard;
        this.largestDelisting = settings.largestDelisting();
    }

    /**
     * Takes in one tenant's list, of any length.
     *
     * @param numbers as the source gave them; those that cannot be used are reported with their place in the stream,
     *     from 1, and the others are kept
     * @param runId the run that does it; null for an import by hand
     * @throws WrongInstallation if a complete list is empty or would delist more than
     *     {@code ajour.patients.largest-delisting}; nothing is changed then
     */
    public ListChanges apply(
            Tenant tenant, Stream<String> numbers, Extent extent, @Nullable Long runId, BadNumber badNumbers) {
        Candidates candidates = list -> {
            long row = 0;
            for (var number : (Iterable<String>) numbers::iterator) {
                list.accept(new Candidate(++row, tenant, number));
            }
        };
        return requireNonNull(
                apply(List.of(tenant), candidates, extent, runId, badNumbers).get(tenant));
    }

    /**
     * Takes in the lists of several tenants at once: all of them, or none if one of them fails.
     *
     * @param named tenants whose list this is even if no row is theirs; a row of another tenant makes it that one's too
     */
    Map<Tenant, ListChanges> apply(
            Collection<Tenant> named,
            Candidates candidates,
            Extent extent,
            @Nullable Long runId,
            BadNumber badNumbers) {
        return requireNonNull(transaction.execute(status -> {
            var intake = new Intake(new CandidateTable(jdbc), tenants, guard, badNumbers);
            named.forEach(intake::expect);
            candidates.forEach(intake);
            var changes = new LinkedHashMap<Tenant, ListChanges>();
            // In one order, so that two imports wait for each other instead of deadlocking.
            for (var taken : intake.complete().stream()
                    .sorted(Comparator.comparing(Intake.Taken::tenantId))
                    .toList()) {
                changes.put(taken.tenant(), reconcile(taken, extent, runId));
            }
            return changes;
        }));
    }

    private ListChanges reconcile(Intake.Taken taken, Extent extent, @Nullable Long runId) {
        short tenant = taken.tenantId();
        sql(PatientSql.LOCK_TENANT, tenant).query(Short.class).single();
        var known = sql(PatientSql.COMPARE, tenant).query(Known.class).single();
        if (extent == Extent.COMPLETE) {
            requireCredible(taken, known);
        }
        long relisted = write(PatientSql.RELIST, tenant, runId);
        long listed = write(PatientSql.PROMOTE, tenant, runId) + write(PatientSql.LIST_NEW, tenant, runId);
        boolean delists = extent == Extent.COMPLETE && known.missing() > 0;
        long delisted = delists ? write(PatientSql.DELIST_MISSING, tenant, runId) : 0;
        return new ListChanges(
                taken.received(), taken.bad(), taken.distinct(), listed, relisted, known.unchanged(), delisted);
    }

    // A query that lost a join, or a file cut short, must not make a municipality's patients disappear.
    private void requireCredible(Intake.Taken taken, Known known) {
        if (largestDelisting >= 1) {
            return;
        }
        long listed = known.unchanged() + known.missing();
        if (taken.distinct() == 0) {
            throw new WrongInstallation("The complete patient list of " + taken.tenant() + " has no usable row ("
                    + taken.bad() + " bad ones), and " + listed + " patients are listed now. " + NOTHING_CHANGED);
        }
        if (known.missing() > Math.max(ALWAYS_ALLOWED_DELISTINGS, largestDelisting * listed)) {
            throw new WrongInstallation("The complete patient list of " + taken.tenant() + " would delist "
                    + known.missing() + " of " + listed + " patients, more than the share of " + largestDelisting
                    + " that ajour.patients.largest-delisting allows. " + NOTHING_CHANGED);
        }
    }

    /**
     * The surrogate ids of persons, for each number given. Persons whom the tenant does not know yet, such as those met
     * in an event, become known without being listed.
     *
     * @param nins numbers that {@link NumberGuard} accepted; repeats do not matter
     * @param runId the run that met them; null for none
     */
    public Map<Nin, Long> personIds(Tenant tenant, Collection<Nin> nins, @Nullable Long runId) {
        if (nins.isEmpty()) {
            return Map.of();
        }
        return requireNonNull(transaction.execute(status -> {
            short tenantId = tenants.id(tenant);
            var numbers = nins.stream().map(Nin::value).distinct().toArray(String[]::new);
            var ids = new HashMap<String, Long>();
            // Again for one whom housekeeping deleted between the two statements.
            while (ids.size() < numbers.length) {
                sql(PatientSql.MEET, tenantId)
                        .param("nins", numbers)
                        .param("run", runId, Types.BIGINT)
                        .update();
                sql(PatientSql.IDS, tenantId)
                        .param("nins", numbers)
                        .query((row, at) -> ids.put(row.getString("nin"), row.getLong("id")))
                        .list();
            }
            var persons = new HashMap<Nin, Long>();
            nins.forEach(nin -> persons.put(nin, requireNonNull(ids.get(nin.value()))));
            return persons;
        }));
    }

    /** How many patients are on the tenant's list now. */
    public long listedCount(Tenant tenant) {
        return requireNonNull(transaction.execute(status -> sql(PatientSql.COUNT_LISTED, tenants.id(tenant))
                .query(Long.class)
                .single()));
    }

    private long write(String statement, short tenant, @Nullable Long runId) {
        return sql(statement, tenant).param("run", runId, Types.BIGINT).update();
    }

    private StatementSpec sql(String statement, short tenant) {
        return jdbc.sql(statement).param("tenant", tenant);
    }

    private record Known(long unchanged, long missing) {}
}
