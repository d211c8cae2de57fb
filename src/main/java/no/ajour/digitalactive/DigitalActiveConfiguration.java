package no.ajour.digitalactive;

import java.time.InstantSource;
import no.ajour.http.Apis;
import no.ajour.patient.EhrQuery;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.PatientListStep;
import no.ajour.patient.TenantRegistry;
import no.ajour.position.Positions;
import no.ajour.refresh.LocalSteps;
import no.ajour.refresh.PatientCall;
import no.ajour.refresh.Refresh;
import no.ajour.refresh.RefreshRepair;
import no.ajour.refresh.RefreshRequests;
import no.ajour.run.DeadLetters;
import no.ajour.run.Fence;
import no.ajour.run.Remarks;
import no.ajour.run.Repair;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires the job {@code digital-active}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DigitalActiveSettings.class, Tenants.class})
public class DigitalActiveConfiguration {

    @Bean
    RefreshRequests digitalActiveRequests(JdbcClient jdbc, DigitalActiveSettings settings) {
        return new RefreshRequests(
                jdbc,
                DigitalActiveJob.NAME,
                "(select * from ajour.digital_active where area = "
                        + settings.areaAsked().code() + ")");
    }

    @Bean
    ChangeSource changeSource(
            Steps steps,
            Positions positions,
            DeadLetters letters,
            Remarks remarks,
            RefreshRequests digitalActiveRequests,
            TenantRegistry registry,
            JdbcTemplate jdbc,
            JdbcClient client,
            PlatformTransactionManager transactions,
            Apis apis,
            Tenants tenants,
            DigitalActiveSettings settings,
            InstantSource clock) {
        return switch (settings.changes()) {
            case FEED ->
                new ChangeFeed(
                        steps,
                        positions,
                        new GapRule(settings.gapAfter()),
                        new ChangeListApi(apis, tenants, settings),
                        new LocalList(jdbc, transactions),
                        new ChangeListWriter(
                                new ChangedNumbers(client), digitalActiveRequests, positions, letters, remarks, clock),
                        clock);
            case NONE -> new Sweep(steps, digitalActiveRequests, registry, settings.sweepEvery(), clock);
        };
    }

    @Bean
    Refresh digitalActiveRefresh(
            Steps steps,
            RefreshRequests digitalActiveRequests,
            TenantRegistry registry,
            NumberGuard guard,
            DeadLetters letters,
            JdbcClient jdbc,
            Apis apis,
            DigitalActiveSettings settings,
            InstantSource clock) {
        return new Refresh(
                steps,
                digitalActiveRequests,
                registry,
                guard,
                letters,
                new DigitalActiveTable(jdbc, settings.areaAsked()),
                tenant -> call(apis, tenant, settings),
                new Refresh.Pace(settings.batchSize(), settings.callsAtOnce()),
                clock);
    }

    @Bean
    SyncJob digitalActiveJob(
            Steps steps,
            Fence fence,
            ChangeSource changes,
            EhrQuery ehr,
            RefreshRequests digitalActiveRequests,
            TenantRegistry registry,
            DeadLetters letters,
            Refresh digitalActiveRefresh,
            DigitalActiveSettings settings,
            InstantSource clock) {
        var local = new LocalSteps(steps, digitalActiveRequests, letters, registry, settings.retryFailed(), clock);
        return new DigitalActiveJob(
                new PatientListStep(steps, fence, ehr, registry, letters), changes, local, digitalActiveRefresh);
    }

    @Bean
    Repair digitalActiveRepair(
            Steps steps,
            Fence fence,
            EhrQuery ehr,
            RefreshRequests digitalActiveRequests,
            TenantRegistry registry,
            DeadLetters letters,
            Refresh digitalActiveRefresh,
            DigitalActiveSettings settings,
            InstantSource clock) {
        return new RefreshRepair(
                steps,
                new PatientListStep(steps, fence, ehr, registry, letters),
                digitalActiveRequests,
                registry,
                digitalActiveRefresh,
                clock);
    }

    private static PatientCall call(Apis apis, Tenant tenant, DigitalActiveSettings settings) {
        var api = apis.get(ChangeListApi.HELSENORGE);
        return switch (settings.call()) {
            case BULK -> new BulkCall(api, tenant, settings);
            case SINGLE -> new SingleCall(api, tenant, settings);
        };
    }
}
