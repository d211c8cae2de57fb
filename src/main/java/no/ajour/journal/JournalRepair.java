package no.ajour.journal;

import java.util.ArrayList;
import java.util.List;
import no.ajour.patient.PatientListStep;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.run.Run;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators can have done again with JFT's events. Walks are stored as in the job's own runs; no watermark moves. */
final class JournalRepair implements Repair {
    private final EventSteps steps;
    private final EventStore store;
    private final PatientListStep patientList;
    private final LetterRetry letters;
    private final PatientEvents patients;
    private final LossAudit audit;
    private final JdbcClient jdbc;
    private final JournalSettings settings;

    JournalRepair(
            EventSteps steps,
            EventStore store,
            PatientListStep patientList,
            LetterRetry letters,
            PatientEvents patients,
            LossAudit audit,
            JdbcClient jdbc,
            JournalSettings settings) {
        this.steps = steps;
        this.store = store;
        this.patientList = patientList;
        this.letters = letters;
        this.patients = patients;
        this.audit = audit;
        this.jdbc = jdbc;
        this.settings = settings;
    }

    @Override
    public String job() {
        return EventSteps.JOB;
    }

    @Override
    public boolean handles(RepairOrder order) {
        return true;
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant, RepairOrder order) {
        return switch (order) {
            case RepairOrder.Letters chosen -> retry(run, tenant, chosen);
            case RepairOrder.Patient patient -> patients.steps(run, tenant, patient.id());
            case RepairOrder.Since since ->
                walk(
                        run,
                        tenant,
                        settings.types().stream()
                                .map(type -> Walk.since(type, since.time()))
                                .toList());
            case RepairOrder.Everything everything ->
                walk(
                        run,
                        tenant,
                        settings.types().stream().map(Walk::everything).toList());
            case RepairOrder.Audit look -> audit.steps(run, tenant);
        };
    }

    private List<Step> walk(Run run, Tenant tenant, List<Walk> walks) {
        return List.of(
                steps.walk(run, tenant, "events", () -> walks, (page, tally) -> store.store(run, tenant, page, tally)));
    }

    private List<Step> retry(Run run, Tenant tenant, RepairOrder.Letters chosen) {
        var inOrder = new ArrayList<Step>();
        inOrder.add(steps.refetch(
                run,
                "events",
                letters.source(run, tenant),
                (LetterRetry.Retry retry, Tally tally) -> letters.write(run, tenant, retry, tally)));
        if (concernsPatientList(run, chosen)) {
            patientList.of(run, tenant).ifPresent(inOrder::add);
        }
        return inOrder;
    }

    private boolean concernsPatientList(Run run, RepairOrder.Letters chosen) {
        return jdbc.sql("""
                        select exists (select from ajour.dead_letter
                                       where id = any (:ids) and job = :job and tenant = :tenant
                                         and record like 'patient list: %')
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("ids", chosen.ids().toArray(Long[]::new))
                .query(Boolean.class)
                .single();
    }
}
