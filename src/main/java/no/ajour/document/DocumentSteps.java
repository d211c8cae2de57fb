package no.ajour.document;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import no.ajour.http.Apis;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.TenantRegistry;
import no.ajour.run.DeadLetters;
import no.ajour.run.Equation;
import no.ajour.run.FetchAhead;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The steps that fetch documents: what is wanted, the documents, and the files that nobody needs any more. */
final class DocumentSteps {
    private static final int PAGE = 100;
    /** How many parts may wait to be stored. */
    private static final int PARTS_AHEAD = 2;

    private final Steps steps;
    private final JdbcClient jdbc;
    private final Queue queue;
    private final DeadLetters letters;
    private final TenantRegistry registry;
    private final NumberGuard guard;
    private final Apis apis;
    private final DocumentSettings settings;
    private final InstantSource clock;

    DocumentSteps(
            Steps steps,
            JdbcClient jdbc,
            DeadLetters letters,
            TenantRegistry registry,
            NumberGuard guard,
            Apis apis,
            DocumentSettings settings,
            InstantSource clock) {
        this.steps = steps;
        this.jdbc = jdbc;
        this.queue = new Queue(jdbc);
        this.letters = letters;
        this.registry = registry;
        this.guard = guard;
        this.apis = apis;
        this.settings = settings;
        this.clock = clock;
    }

    /** None where documents are not fetched. */
    List<Step> of(Run run, Tenant tenant) {
        var fetch = settings.fetch();
        if (fetch.which() == FetchSettings.Which.NONE) {
            return List.of();
        }
        var all = new ArrayList<Step>();
        all.add(steps.once(run, "wanted", (once, tally) -> {
            short id = registry.id(tenant);
            letters.obsolete(run, queue.tidy(run, id));
            tally.add(Line.REQUESTED, queue.retried(run, id));
            if (fetch.which() == FetchSettings.Which.ALL) {
                tally.add(Line.REQUESTED, queue.everything(id));
            }
        }));
        var folder = fetch.folder() == null ? null : new DocumentFolder(fetch.folder(), tenant);
        all.add(steps.<Piece>step(
                run,
                "documents",
                // One a transaction: what came before a failure is stored before the failure ends the step.
                1,
                new FetchAhead<>("documents " + tenant.orgnr(), PARTS_AHEAD, sink -> new DocumentFetch(
                                apis.get(DocumentFetch.API),
                                new DocumentRequests(
                                        apis.get(DocumentFetch.API).properties().requiredBaseUrl(), tenant, settings),
                                fetch,
                                guard,
                                folder,
                                after -> queue.page(registry.id(tenant), after, PAGE))
                        .readInto(sink)),
                new DocumentWriter(jdbc, queue, letters, fetch, clock, run),
                Equation.of(Line.QUEUED, Line.FETCHED, Line.GONE, Line.POSTPONED, Line.DEAD)));
        if (folder != null) {
            all.add(steps.once(run, "files", (once, tally) -> tally.add(Line.DELETED_FILES, folder.tidy(jdbc))));
        }
        return all;
    }
}
