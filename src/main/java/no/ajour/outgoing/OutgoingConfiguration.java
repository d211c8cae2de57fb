package no.ajour.outgoing;

import no.ajour.delivery.AnswerWriter;
import no.ajour.delivery.Claims;
import no.ajour.delivery.Exchanges;
import no.ajour.http.Apis;
import no.ajour.http.Timing;
import no.ajour.patient.Installation;
import no.ajour.patient.NumberGuard;
import no.ajour.run.DeadLetters;
import no.ajour.run.Fence;
import no.ajour.run.Repair;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The job {@code outgoing-events}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutgoingSettings.class)
public class OutgoingConfiguration {

    @Bean
    OutgoingTable outgoingTable(JdbcClient jdbc, OutgoingSettings settings) {
        return new OutgoingTable(jdbc, settings.chunkSize());
    }

    @Bean
    Submitting submitting(
            Steps steps,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Fence fence,
            DeadLetters deadLetters,
            Apis apis,
            Timing timing,
            Installation installation,
            NumberGuard guard,
            OutgoingTable table,
            OutgoingSettings settings) {
        return new Submitting(
                steps,
                timing,
                settings,
                table,
                new Checks(jdbc, deadLetters, table, new EventCheck(settings, installation.environment(), guard)),
                new Lookups(table, new EventSearch(apis, settings), settings, timing),
                new Claims(transactions, fence, timing),
                new EventsApi(apis, settings),
                new Exchanges(settings.pace()),
                new AnswerWriter<>(new EventAnswers(jdbc, settings, timing), deadLetters),
                new GivenUp(jdbc));
    }

    @Bean
    SyncJob outgoingEventsJob(OutgoingTable table, Submitting submitting) {
        return new OutgoingEventsJob(table, submitting);
    }

    @Bean
    Repair outgoingRepair(Steps steps, JdbcClient jdbc, Timing timing, Submitting submitting) {
        return new OutgoingRepair(steps, jdbc, timing, submitting);
    }
}
