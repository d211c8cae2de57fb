package no.ajour.document;

import java.util.ArrayList;
import java.util.List;
import no.ajour.patient.PatientListStep;
import no.ajour.refresh.ChangedStep;
import no.ajour.refresh.LocalSteps;
import no.ajour.refresh.Refresh;
import no.ajour.run.Run;
import no.ajour.run.SyncJob;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * The job {@code document-references}: asks PHR about patients who were never asked about, for whom something has changed, or
 * whose answer has become old, and then fetches the documents that are wanted. Off until an installation turns it on.
 */
final class DocumentReferencesJob implements SyncJob {
    static final String NAME = "document-references";

    private final PatientListStep patientList;
    private final LocalSteps local;
    private final ChangedStep changed;
    private final Refresh refresh;
    private final DocumentSteps documents;
    private final Terms terms;

    DocumentReferencesJob(
            PatientListStep patientList,
            LocalSteps local,
            ChangedStep changed,
            Refresh refresh,
            DocumentSteps documents,
            Terms terms) {
        this.patientList = patientList;
        this.local = local;
        this.changed = changed;
        this.refresh = refresh;
        this.documents = documents;
        this.terms = terms;
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
        all.add(changed.of(run, tenant));
        all.add(refresh.step(run, tenant));
        all.addAll(documents.of(run, tenant));
        return all;
    }
}
