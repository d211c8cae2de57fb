package no.ajour.document;

import java.time.InstantSource;
import no.ajour.http.ApiSettings;
import no.ajour.http.Apis;
import no.ajour.patient.EhrQuery;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.PatientListStep;
import no.ajour.patient.TenantRegistry;
import no.ajour.position.Positions;
import no.ajour.refresh.ChangedPatients;
import no.ajour.refresh.ChangedStep;
import no.ajour.refresh.LocalSteps;
import no.ajour.refresh.Refresh;
import no.ajour.refresh.RefreshRepair;
import no.ajour.refresh.RefreshRequests;
import no.ajour.run.DeadLetters;
import no.ajour.run.Equation;
import no.ajour.run.Fence;
import no.ajour.run.Jobs;
import no.ajour.run.Line;
import no.ajour.run.Remarks;
import no.ajour.run.Repair;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the job {@code document-references}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DocumentSettings.class)
public class DocumentConfiguration {

    // Told when the program starts, and not only when a run begins; but an installation without the job has none.
    @Bean
    Terms documentTerms(ApiSettings apis, DocumentSettings settings, Jobs jobs) {
        Terms terms = () -> SearchTerms.of(apis.apis().get(DocumentSearch.API), settings);
        if (jobs.of(DocumentReferencesJob.NAME).enabled()) {
            terms.require();
        }
        return terms;
    }

    @Bean
    RefreshRequests documentPatients(JdbcClient jdbc) {
        return new RefreshRequests(
                jdbc,
                DocumentReferencesJob.NAME,
                "(select patient_id, asked_at as synced_at from ajour.asked where job = '" + DocumentReferencesJob.NAME
                        + "')");
    }

    @Bean
    Refresh documentRefresh(
            Steps steps,
            RefreshRequests documentPatients,
            TenantRegistry registry,
            NumberGuard guard,
            DeadLetters letters,
            JdbcClient jdbc,
            Apis apis,
            Terms documentTerms,
            DocumentSettings settings,
            InstantSource clock) {
        return new Refresh(
                steps,
                documentPatients,
                registry,
                guard,
                letters,
                new DocumentTable(jdbc),
                tenant -> new DocumentSearch(
                        apis.get(DocumentSearch.API), tenant, documentTerms.require(), settings, clock),
                new Refresh.Pace(settings.batchSize(), settings.callsInFlight()),
                clock,
                Equation.of(
                        Line.RECEIVED,
                        Line.REPEATED,
                        Line.UNREADABLE,
                        Line.REFERENCES_ADDED,
                        Line.REFERENCES_CHANGED,
                        Line.REFERENCES_UNCHANGED,
                        Line.REFERENCES_OLDER));
    }

    @Bean
    DocumentSteps documentSteps(
            Steps steps,
            JdbcClient jdbc,
            DeadLetters letters,
            TenantRegistry registry,
            NumberGuard guard,
            Apis apis,
            DocumentSettings settings,
            InstantSource clock) {
        return new DocumentSteps(steps, jdbc, letters, registry, guard, apis, settings, clock);
    }

    @Bean
    SyncJob documentReferencesJob(
            Steps steps,
            Fence fence,
            EhrQuery ehr,
            RefreshRequests documentPatients,
            TenantRegistry registry,
            DeadLetters letters,
            Refresh documentRefresh,
            DocumentSteps documentSteps,
            Terms documentTerms,
            JdbcClient jdbc,
            Positions positions,
            Remarks remarks,
            DocumentSettings settings,
            InstantSource clock) {
        return new DocumentReferencesJob(
                new PatientListStep(steps, fence, ehr, registry, letters),
                new LocalSteps(steps, documentPatients, letters, registry, settings.retryFailed(), clock),
                new ChangedStep(
                        steps,
                        new ChangedPatients(jdbc, positions, documentPatients, remarks),
                        documentPatients,
                        registry,
                        settings.askAgain(),
                        clock),
                documentRefresh,
                documentSteps,
                documentTerms);
    }

    @Bean
    Repair documentRepair(
            Steps steps,
            Fence fence,
            EhrQuery ehr,
            RefreshRequests documentPatients,
            TenantRegistry registry,
            DeadLetters letters,
            Refresh documentRefresh,
            DocumentSteps documentSteps,
            Terms documentTerms,
            InstantSource clock) {
        var again = new RefreshRepair(
                steps,
                new PatientListStep(steps, fence, ehr, registry, letters),
                documentPatients,
                registry,
                documentRefresh,
                clock);
        return new DocumentRepair(again, documentSteps, documentTerms);
    }
}
