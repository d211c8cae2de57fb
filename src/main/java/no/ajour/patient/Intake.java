package no.ajour.patient;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import no.ajour.patient.NumberVerdict.Accepted;
import no.ajour.patient.NumberVerdict.Refused;
import no.ajour.tenant.Tenant;

/** Checks each row of a list that is being taken in, keeps the good ones in the database and counts all of them. */
final class Intake implements Consumer<Candidate> {

    private final CandidateTable table;
    private final TenantRegistry tenants;
    private final NumberGuard guard;
    private final BadNumber badNumbers;
    private final Map<Tenant, Count> counts = new LinkedHashMap<>();

    Intake(CandidateTable table, TenantRegistry tenants, NumberGuard guard, BadNumber badNumbers) {
        this.table = table;
        this.tenants = tenants;
        this.guard = guard;
        this.badNumbers = badNumbers;
    }

    /** What was taken in of one tenant's list. */
    record Taken(Tenant tenant, short tenantId, long received, long bad, long distinct) {}

    /** Makes this the tenant's list even if no row of theirs follows. */
    void expect(Tenant tenant) {
        count(tenant);
    }

    @Override
    public void accept(Candidate candidate) {
        var count = count(candidate.tenant());
        count.received++;
        switch (guard.check(candidate.number())) {
            case Accepted accepted -> table.add(count.tenantId, accepted.nin());
            case Refused refused -> {
                count.bad++;
                badNumbers.report(candidate.row(), refused.cause(), refused.reason());
            }
        }
    }

    List<Taken> complete() {
        table.complete();
        return counts.entrySet().stream()
                .map(entry -> taken(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Count count(Tenant tenant) {
        return counts.computeIfAbsent(tenant, it -> new Count(tenants.id(it)));
    }

    private Taken taken(Tenant tenant, Count count) {
        return new Taken(tenant, count.tenantId, count.received, count.bad, table.distinct(count.tenantId));
    }

    private static final class Count {
        private final short tenantId;
        private long received;
        private long bad;

        private Count(short tenantId) {
            this.tenantId = tenantId;
        }
    }
}
