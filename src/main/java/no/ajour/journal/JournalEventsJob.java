package no.ajour.journal;

import java.util.ArrayList;
import java.util.List;
import no.ajour.patient.PatientListStep;
import no.ajour.position.Positions;
import no.ajour.run.Equation;
import no.ajour.run.FetchAhead;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * Brings the events that JFT has for a municipality into {@code ajour.event}: what is new or changed since the
 * watermark of each type, or everything in a full run.
 */
final class JournalEventsJob implements SyncJob {
    static final String NAME = "journal-events";
    static final String EVENTS = "events";

    private static final Equation EVERY_EVENT_IS_SOMEWHERE = Equation.of(
            Line.RECEIVED,
            Line.ADDED,
            Line.CHANGED,
            Line.RESTAMPED,
            Line.UNCHANGED,
            Line.OLDER,
            Line.REPEATED,
            Line.DEAD,
            Line.DISCARDED);
    private static final Equation EVERY_NEW_EVENT_IS_SOMEBODYS_OR_NOT =
            Equation.of(Line.ADDED, Line.MATCHED, Line.UNMATCHED);

    private final Steps steps;
    private final PatientListStep patientList;
    private final EventWalks walks;
    private final EventStore store;
    private final Positions positions;
    private final JournalSettings settings;

    JournalEventsJob(
            Steps steps,
            PatientListStep patientList,
            EventWalks walks,
            EventStore store,
            Positions positions,
            JournalSettings settings) {
        this.steps = steps;
        this.patientList = patientList;
        this.walks = walks;
        this.store = store;
        this.positions = positions;
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant) {
        var inOrder = new ArrayList<Step>();
        patientList.of(run, tenant).ifPresent(inOrder::add);
        inOrder.add(events(run, tenant));
        return inOrder;
    }

    private Step events(Run run, Tenant tenant) {
        // A page is a transaction, so that what came before a failure stays.
        return steps.step(
                run,
                EVENTS,
                1,
                new FetchAhead<>("events of " + tenant.orgnr(), settings.pagesAhead(), walks.of(run, tenant)),
                (pages, tally) -> pages.forEach(page -> take(run, tenant, page, tally)),
                EVERY_EVENT_IS_SOMEWHERE,
                EVERY_NEW_EVENT_IS_SOMEBODYS_OR_NOT);
    }

    // Nothing is lost: the watermark moves only together with the last page of a walk, whose pages were all stored
    // before.
    private void take(Run run, Tenant tenant, Page page, Tally tally) {
        store.store(run, tenant, page, tally);
        var move = page.move();
        if (move != null && tally.isWithinBudget()) {
            positions.move(run, page.type().resourceType(), move.from(), move.to());
        }
    }
}
