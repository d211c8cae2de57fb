package no.ajour.refresh;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import no.ajour.patient.PatientListStep;
import no.ajour.patient.TenantRegistry;
import no.ajour.run.Line;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * Asks an API again about patients: those who failed, one, those asked about since a time, or everyone on the list.
 * They become requests like any other, so that an order that ends half-way is finished by the next run.
 */
public final class RefreshRepair implements Repair {
    private final Steps steps;
    private final PatientListStep patientList;
    private final RefreshRequests requests;
    private final TenantRegistry registry;
    private final Refresh refresh;
    private final InstantSource clock;

    public RefreshRepair(
            Steps steps,
            PatientListStep patientList,
            RefreshRequests requests,
            TenantRegistry registry,
            Refresh refresh,
            InstantSource clock) {
        this.steps = steps;
        this.patientList = patientList;
        this.requests = requests;
        this.registry = registry;
        this.refresh = refresh;
        this.clock = clock;
    }

    @Override
    public String job() {
        return requests.job();
    }

    @Override
    public boolean handles(RepairOrder order) {
        return !(order instanceof RepairOrder.Audit);
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant, RepairOrder order) {
        var all = new ArrayList<Step>();
        // The letters may be about rows of the list itself.
        if (order instanceof RepairOrder.Letters) {
            patientList.of(run, tenant).ifPresent(all::add);
        }
        all.add(steps.once(
                run,
                "ask-again",
                (once, tally) -> tally.add(Line.REQUESTED, request(run, registry.id(tenant), tenant, order))));
        all.add(refresh.step(run, tenant));
        return all;
    }

    private long request(Run run, short id, Tenant tenant, RepairOrder order) {
        var now = clock.instant();
        return switch (order) {
            case RepairOrder.Letters letters -> requests.retried(run, id, now);
            case RepairOrder.Patient patient -> requests.patient(run, id, patient.id(), now);
            case RepairOrder.Since since -> requests.since(run, id, since.time(), now);
            case RepairOrder.Everything everything ->
                requests.everyone(run, tenant, "resync", now).requests();
            case RepairOrder.Audit audit -> throw new IllegalArgumentException("There is nothing to audit");
        };
    }
}
