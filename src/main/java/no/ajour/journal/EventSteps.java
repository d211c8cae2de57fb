package no.ajour.journal;

import java.util.List;
import java.util.function.Supplier;
import no.ajour.run.Equation;
import no.ajour.run.FetchAhead;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/** Makes the steps that fetch events and store them. */
final class EventSteps {
    static final String JOB = "journal-events";

    private static final Line[] OUTCOMES = {
        Line.ADDED, Line.CHANGED, Line.RESTAMPED, Line.UNCHANGED, Line.OLDER, Line.REPEATED, Line.DEAD, Line.DISCARDED
    };
    private static final Equation EVERY_EVENT_IS_SOMEWHERE = Equation.of(Line.RECEIVED, OUTCOMES);
    // The other way round, the sums hold alike and dead letters are measured against nothing.
    private static final Equation WITHOUT_BUDGET = new Equation(List.of(OUTCOMES), List.of(Line.RECEIVED));
    private static final Equation EVERY_NEW_EVENT_IS_SOMEBODYS_OR_NOT =
            Equation.of(Line.ADDED, Line.MATCHED, Line.UNMATCHED);

    /**
     * Stores what was fetched, in the transaction at hand.
     *
     * @param <T> what was fetched at a time
     */
    @FunctionalInterface
    interface Writer<T> {
        void write(T fetched, Tally tally);
    }

    private final Steps steps;
    private final EventWalks walks;
    private final JournalSettings settings;

    EventSteps(Steps steps, EventWalks walks, JournalSettings settings) {
        this.steps = steps;
        this.walks = walks;
        this.settings = settings;
    }

    /** A step that walks through events; a page is a transaction, so that what came before a failure stays. */
    Step walk(Run run, Tenant tenant, String name, Supplier<List<Walk>> given, Writer<Page> writer) {
        return fetch(run, name, walks.of(tenant, given), writer, EVERY_EVENT_IS_SOMEWHERE);
    }

    /** A step that fetches events which are known by name. */
    <T> Step refetch(Run run, String name, FetchAhead.Source<T> source, Writer<T> writer) {
        // That letters which are retried stay letters says nothing about what was asked.
        return fetch(run, name, source, writer, WITHOUT_BUDGET);
    }

    private <T> Step fetch(
            Run run, String name, FetchAhead.Source<T> source, Writer<T> writer, Equation everyEventIsSomewhere) {
        return steps.step(
                run,
                name,
                1,
                new FetchAhead<>(name + " of " + run.tenant(), settings.pagesAhead(), source),
                (all, tally) -> all.forEach(fetched -> writer.write(fetched, tally)),
                everyEventIsSomewhere,
                EVERY_NEW_EVENT_IS_SOMEBODYS_OR_NOT);
    }
}
