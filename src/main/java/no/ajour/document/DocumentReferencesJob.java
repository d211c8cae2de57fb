package no.ajour.document;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import no.ajour.patient.PatientListStep;
import no.ajour.patient.TenantRegistry;
import no.ajour.refresh.ChangedPatients;
import no.ajour.refresh.LocalSteps;
import no.ajour.refresh.Refresh;
import no.ajour.refresh.RefreshRequests;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * The job {@code document-references}: asks PHR about patients who were never asked about, for whom something has changed, or
 * whose answer has become old, and then fetches the documents that are wanted. Off until an installation turns it on.
 */
final class DocumentReferencesJob implements SyncJob {
    static final String NAME = "document-references";

    private final Steps steps;
    private final PatientListStep patientList;
    private final TenantRegistry registry;
    private final ChangedPatients changed;
    private final RefreshRequests requests;
    private final LocalSteps local;
    private final Refresh refresh;
    private final DocumentSteps documents;
    private final Terms terms;
    private final DocumentSettings settings;
    private final InstantSource clock;

    DocumentReferencesJob(
            Steps steps,
            PatientListStep patientList,
            TenantRegistry registry,
            ChangedPatients changed,
            RefreshRequests requests,
            LocalSteps local,
            Refresh refresh,
            DocumentSteps documents,
            Terms terms,
            DocumentSettings settings,
            InstantSource clock) {
        this.steps = steps;
        this.patientList = patientList;
        this.registry = registry;
        this.changed = changed;
        this.requests = requests;
        this.local = local;
        this.refresh = refresh;
        this.documents = documents;
        this.terms = terms;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant) {
        terms.require();
        var all = new ArrayList<Step>();
        patientList.of(run, tenant).ifPresent(all::add);
        if (run.full()) {
            all.add(local.everyone(run, tenant));
        }
        all.add(local.newlyListed(run, tenant));
        all.add(changed(run, tenant));
        all.add(refresh.step(run, tenant));
        all.addAll(documents.of(run, tenant));
        return all;
    }

    private Step changed(Run run, Tenant tenant) {
        return steps.once(run, "changed", (once, tally) -> {
            var now = clock.instant();
            short id = registry.id(tenant);
            changed.request(run, tenant, id, now, tally);
            if (settings.askAgain() != null) {
                tally.add(Line.REQUESTED, requests.old(run, id, now.minus(settings.askAgain()), now));
            }
        });
    }
}
