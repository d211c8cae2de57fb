package no.ajour.document;

import java.util.ArrayList;
import java.util.List;
import no.ajour.refresh.RefreshRepair;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.run.Run;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/** Asks PHR again about patients, and for documents that failed. */
final class DocumentRepair implements Repair {
    private final RefreshRepair repair;
    private final DocumentSteps documents;
    private final Terms terms;

    DocumentRepair(RefreshRepair repair, DocumentSteps documents, Terms terms) {
        this.repair = repair;
        this.documents = documents;
        this.terms = terms;
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
        terms.require();
        var all = new ArrayList<>(repair.steps(run, tenant, order));
        if (order instanceof RepairOrder.Letters) {
            all.addAll(documents.of(run, tenant));
        }
        return all;
    }
}
