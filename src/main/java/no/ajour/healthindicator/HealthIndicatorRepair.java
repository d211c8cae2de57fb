package no.ajour.healthindicator;

import java.util.List;
import no.ajour.refresh.RefreshRepair;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.run.Run;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/** Asks Kjernejournal again, with the same leave as the job. */
final class HealthIndicatorRepair implements Repair {
    private final RefreshRepair repair;
    private final Leave leave;

    HealthIndicatorRepair(RefreshRepair repair, Leave leave) {
        this.repair = repair;
        this.leave = leave;
    }

    @Override
    public String job() {
        return repair.job();
    }

    @Override
    public boolean handles(RepairOrder order) {
        return repair.handles(order);
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant, RepairOrder order) {
        leave.require(tenant);
        return repair.steps(run, tenant, order);
    }
}
