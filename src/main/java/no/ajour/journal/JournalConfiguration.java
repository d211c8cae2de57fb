package no.ajour.journal;

import java.time.InstantSource;
import no.ajour.http.Apis;
import no.ajour.patient.EhrQuery;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.PatientList;
import no.ajour.patient.PatientListStep;
import no.ajour.patient.TenantRegistry;
import no.ajour.position.Positions;
import no.ajour.run.DeadLetters;
import no.ajour.run.Fence;
import no.ajour.run.Remarks;
import no.ajour.run.Repair;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the job {@code journal-events} and its repairs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JournalSettings.class)
public class JournalConfiguration {

    @Bean
    JftSearches jftSearches(Apis apis, NumberGuard guard, JournalSettings settings, InstantSource clock) {
        return new JftSearches(apis, guard, settings, clock);
    }

    @Bean
    EventSteps eventSteps(Steps steps, JftSearches searches, JournalSettings settings) {
        return new EventSteps(steps, new EventWalks(searches, settings), settings);
    }

    @Bean
    EventStore eventStore(
            JdbcClient jdbc,
            TenantRegistry tenants,
            PatientList patients,
            DeadLetters deadLetters,
            InstantSource clock) {
        return new EventStore(jdbc, tenants, patients, deadLetters, clock);
    }

    @Bean
    SyncJob journalEventsJob(
            Steps steps,
            Fence fence,
            TenantRegistry tenants,
            EventSteps eventSteps,
            EventStore store,
            Positions positions,
            DeadLetters deadLetters,
            EhrQuery ehr,
            JdbcClient jdbc,
            JournalSettings settings,
            InstantSource clock) {
        return new JournalEventsJob(
                eventSteps,
                new PatientListStep(steps, fence, ehr, tenants, deadLetters),
                store,
                positions,
                new UnfinishedWalks(jdbc, settings.resumeWithin(), clock),
                settings);
    }

    @Bean
    Repair journalRepair(
            Steps steps,
            Fence fence,
            TenantRegistry tenants,
            EventSteps eventSteps,
            EventStore store,
            JftSearches searches,
            DeadLetters deadLetters,
            Remarks remarks,
            EhrQuery ehr,
            JdbcClient jdbc,
            JournalSettings settings,
            InstantSource clock) {
        return new JournalRepair(
                eventSteps,
                store,
                new PatientListStep(steps, fence, ehr, tenants, deadLetters),
                new LetterRetry(searches, store, deadLetters, settings),
                new PatientEvents(steps, eventSteps, searches, store, remarks, jdbc, settings),
                new LossAudit(steps, eventSteps, store, remarks, jdbc, settings, clock),
                jdbc,
                settings);
    }
}
