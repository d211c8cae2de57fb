package no.ajour.digitalactive;

import java.time.InstantSource;
import no.ajour.http.Apis;
import no.ajour.patient.EhrQuery;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.PatientListStep;
import no.ajour.patient.TenantRegistry;
import no.ajour.position.Positions;
import no.ajour.run.DeadLetters;
import no.ajour.run.Fence;
import no.ajour.run.Remarks;
import no.ajour.run.Repair;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
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
    RefreshRequests refreshRequests(JdbcClient jdbc) {
        return new RefreshRequests(jdbc);
    }

    @Bean
    ChangeSource changeSource(
            Steps steps,
            Positions positions,
            DeadLetters letters,
            Remarks remarks,
            RefreshRequests requests,
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
                        new ChangeListWriter(new ChangedNumbers(client), requests, positions, letters, remarks, clock),
                        clock);
            case NONE -> new Sweep(steps, requests, registry, settings.areaAsked(), settings.sweepEvery(), clock);
        };
    }

    @Bean
    Refresh refresh(
            Steps steps,
            RefreshRequests requests,
            TenantRegistry registry,
            NumberGuard guard,
            DeadLetters letters,
            JdbcClient jdbc,
            Apis apis,
            DigitalActiveSettings settings,
            InstantSource clock) {
        var writer = new RefreshWriter(new DigitalActiveTable(jdbc), requests, letters, settings.areaAsked());
        return new Refresh(steps, apis, requests, registry, guard, writer, settings, clock);
    }

    @Bean
    SyncJob digitalActiveJob(
            Steps steps,
            Fence fence,
            ChangeSource changes,
            EhrQuery ehr,
            RefreshRequests requests,
            TenantRegistry registry,
            DeadLetters letters,
            Refresh refresh,
            DigitalActiveSettings settings,
            InstantSource clock) {
        var local =
                new LocalSteps(steps, requests, letters, registry, settings.areaAsked(), settings.retryFailed(), clock);
        return new DigitalActiveJob(new PatientListStep(steps, fence, ehr, registry, letters), changes, local, refresh);
    }

    @Bean
    Repair digitalActiveRepair(
            Steps steps,
            Fence fence,
            EhrQuery ehr,
            RefreshRequests requests,
            TenantRegistry registry,
            DeadLetters letters,
            Refresh refresh,
            DigitalActiveSettings settings,
            InstantSource clock) {
        return new DigitalActiveRepair(
                steps,
                new PatientListStep(steps, fence, ehr, registry, letters),
                requests,
                registry,
                refresh,
                settings.areaAsked(),
                clock);
    }
}
