package no.ajour.healthindicator;

import java.time.InstantSource;
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
import no.ajour.run.Fence;
import no.ajour.run.Jobs;
import no.ajour.run.Remarks;
import no.ajour.run.Repair;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the job {@code health-indicators}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HealthIndicatorSettings.class)
public class HealthIndicatorConfiguration {

    @Bean
    RefreshRequests healthIndicatorRequests(JdbcClient jdbc) {
        return new RefreshRequests(
                jdbc,
                HealthIndicatorJob.NAME,
                "(select patient_id, asked_at as synced_at from ajour.asked where job = '" + HealthIndicatorJob.NAME
                        + "')");
    }

    @Bean
    Leave healthIndicatorLeave(Jobs jobs, HealthIndicatorSettings settings) {
        return new Leave(jobs, settings);
    }

    @Bean
    Refresh healthIndicatorRefresh(
            Steps steps,
            RefreshRequests healthIndicatorRequests,
            TenantRegistry registry,
            NumberGuard guard,
            DeadLetters letters,
            JdbcClient jdbc,
            Apis apis,
            HealthIndicatorSettings settings,
            InstantSource clock) {
        return new Refresh(
                steps,
                healthIndicatorRequests,
                registry,
                guard,
                letters,
                new HealthIndicatorTable(jdbc),
                tenant -> new HealthIndicatorCall(apis.get(HealthIndicatorCall.API), tenant, settings, clock),
                new Refresh.Pace(settings.batchSize(), settings.callsInFlight()),
                clock);
    }

    @Bean
    SyncJob healthIndicatorJob(
            Steps steps,
            Fence fence,
            EhrQuery ehr,
            RefreshRequests healthIndicatorRequests,
            TenantRegistry registry,
            DeadLetters letters,
            Refresh healthIndicatorRefresh,
            Leave healthIndicatorLeave,
            JdbcClient jdbc,
            Positions positions,
            Remarks remarks,
            HealthIndicatorSettings settings,
            InstantSource clock) {
        return new HealthIndicatorJob(
                new PatientListStep(steps, fence, ehr, registry, letters),
                new LocalSteps(steps, healthIndicatorRequests, letters, registry, settings.retryFailed(), clock),
                new ChangedStep(
                        steps,
                        new ChangedPatients(jdbc, positions, healthIndicatorRequests, remarks),
                        healthIndicatorRequests,
                        registry,
                        settings.askAgain(),
                        clock),
                healthIndicatorRefresh,
                healthIndicatorLeave);
    }

    @Bean
    Repair healthIndicatorRepair(
            Steps steps,
            Fence fence,
            EhrQuery ehr,
            RefreshRequests healthIndicatorRequests,
            TenantRegistry registry,
            DeadLetters letters,
            Refresh healthIndicatorRefresh,
            Leave healthIndicatorLeave,
            InstantSource clock) {
        var again = new RefreshRepair(
                steps,
                new PatientListStep(steps, fence, ehr, registry, letters),
                healthIndicatorRequests,
                registry,
                healthIndicatorRefresh,
                clock);
        return new HealthIndicatorRepair(again, healthIndicatorLeave);
    }
}
