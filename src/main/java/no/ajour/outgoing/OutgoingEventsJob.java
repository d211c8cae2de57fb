package no.ajour.outgoing;

import java.util.List;
import no.ajour.run.Run;
import no.ajour.run.SyncJob;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/** Submits what the EHR has queued: the steps of {@link Submitting}, or next to nothing where nothing is under way. */
final class OutgoingEventsJob implements SyncJob {
    static final String NAME = "outgoing-events";

    private final OutgoingTable table;
    private final Submitting submitting;

    OutgoingEventsJob(OutgoingTable table, Submitting submitting) {
        this.table = table;
        this.submitting = submitting;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant) {
        return table.hasWork(tenant) ? submitting.steps(run, tenant) : List.of(submitting.outstanding(run, tenant));
    }
}
