package no.ajour.acknowledgement;

import no.ajour.delivery.AnswerWriter;
import no.ajour.delivery.Claims;
import no.ajour.delivery.Exchanges;
import no.ajour.http.Apis;
import no.ajour.http.Timing;
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

/** The job {@code acknowledgements}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AcknowledgementSettings.class)
public class AcknowledgementConfiguration {

    @Bean
    AcknowledgementTable acknowledgementTable(JdbcClient jdbc, AcknowledgementSettings settings) {
        return new AcknowledgementTable(jdbc, settings.chunkSize());
    }

    @Bean
    Telling telling(
            Steps steps,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Fence fence,
            DeadLetters deadLetters,
            Apis apis,
            Timing timing,
            AcknowledgementTable table,
            AcknowledgementSettings settings) {
        return new Telling(
                steps,
                timing,
                settings,
                new JournalingApi(apis, settings),
                table,
                new Claims(transactions, fence, timing),
                new Exchanges(settings.pace()),
                new AnswerWriter<>(new JournalingAnswers(jdbc, settings, timing), deadLetters));
    }

    @Bean
    SyncJob acknowledgementsJob(
            Steps steps, JdbcClient jdbc, Timing timing, AcknowledgementTable table, Telling telling) {
        return new AcknowledgementsJob(steps, jdbc, timing, table, telling);
    }

    @Bean
    Repair acknowledgementRepair(
            Steps steps, JdbcClient jdbc, Timing timing, AcknowledgementSettings settings, Telling telling) {
        return new AcknowledgementRepair(steps, jdbc, timing, settings, telling);
    }
}
