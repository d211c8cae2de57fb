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
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the job {@code journal-events}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JournalSettings.class)
public class JournalConfiguration {

    @Bean
    SyncJob journalEventsJob(
            Steps steps,
            Fence fence,
            Apis apis,
            Positions positions,
            DeadLetters deadLetters,
            EhrQuery ehr,
            NumberGuard guard,
            PatientList patients,
            TenantRegistry tenants,
            JdbcClient jdbc,
            JournalSettings settings,
            InstantSource clock) {
        return new JournalEventsJob(
                steps,
                new PatientListStep(steps, fence, ehr, deadLetters),
                new EventWalks(apis, positions, guard, settings, clock),
                new EventStore(jdbc, tenants, patients, deadLetters, clock),
                positions,
                settings);
    }
}
