package no.ajour.acknowledgement;

import no.ajour.http.Apis;
import no.ajour.http.Timing;
import no.ajour.run.DeadLetters;
import no.ajour.run.Fence;
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
    SyncJob acknowledgementsJob(
            Steps steps,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Fence fence,
            DeadLetters deadLetters,
            Apis apis,
            Timing timing,
            AcknowledgementSettings settings) {
        return new AcknowledgementsJob(
                steps,
                jdbc,
                timing,
                settings,
                new JournalingApi(apis, settings),
                new AcknowledgementTable(jdbc, settings.chunkSize()),
                new Claims(jdbc, transactions, fence, timing, settings.chunkSize()),
                new Exchanges(settings, timing),
                new AnswerWriter(jdbc, deadLetters, settings, timing));
    }
}
