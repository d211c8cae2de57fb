package no.ajour.journal;

import java.util.ArrayList;
import java.util.List;
import no.ajour.patient.PatientListStep;
import no.ajour.position.Positions;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * Brings the events that JFT has for a municipality into {@code ajour.event}: what is new or changed since the
 * watermark of each type, or everything in a full run.
 */
final class JournalEventsJob implements SyncJob {
    private final EventSteps steps;
    private final PatientListStep patientList;
    private final EventStore store;
    private final Positions positions;
    private final UnfinishedWalks unfinished;
    private final JournalSettings settings;

    JournalEventsJob(
            EventSteps steps,
            PatientListStep patientList,
            EventStore store,
            Positions positions,
            UnfinishedWalks unfinished,
            JournalSettings settings) {
        this.steps = steps;
        this.patientList = patientList;
        this.store = store;
        this.positions = positions;
        this.unfinished = unfinished;
        this.settings = settings;
    }

    @Override
    public String name() {
        return EventSteps.JOB;
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant) {
        var inOrder = new ArrayList<Step>();
        patientList.of(run, tenant).ifPresent(inOrder::add);
        inOrder.add(events(run, tenant));
        return inOrder;
    }

    // A type's pages come one after the other, but no type waits for another, nor ends with another's failure.
    private Step events(Run run, Tenant tenant) {
        var watermarks = new Watermarks(run, positions, unfinished, settings);
        var walks = settings.types().stream()
                .map(type -> walk(run, tenant, type, watermarks))
                .toList();
        return Steps.sideBySide("events", walks, settings.walksAtOnce());
    }

    private Step walk(Run run, Tenant tenant, EventType type, Watermarks watermarks) {
        return steps.walk(run, tenant, type.stepName(), () -> List.of(watermarks.walk(type)), (page, tally) -> {
            store.store(run, tenant, page, tally);
            watermarks.passed(page, tally);
        });
    }
}
