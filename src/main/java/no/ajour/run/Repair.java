package no.ajour.run;

import java.util.List;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * What a job can do again at an operator's order, beside its scheduled runs. It holds the lease and keeps books as any
 * run does.
 *
 * <p>It can never move a position: nothing that an implementation reaches, however far away, has access to one.
 * {@code ArchitectureTest} holds that.
 */
public interface Repair {

    /** The job, as {@link SyncJob#name()}. */
    String job();

    /** Whether the job has anything of that sort to do. */
    boolean handles(RepairOrder order);

    /**
     * The steps for one tenant. Of {@link RepairOrder.Letters}, those of this job and tenant are in state retrying when
     * the first step begins; what is still so after the last one goes back to unresolved.
     */
    List<Step> steps(Run run, Tenant tenant, RepairOrder order);
}
