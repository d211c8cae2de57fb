package no.ajour.housekeeping;

import java.time.InstantSource;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The job {@code housekeeping}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HousekeepingSettings.class)
public class HousekeepingConfiguration {

    @Bean
    SyncJob housekeepingJob(Steps steps, JdbcClient jdbc, InstantSource clock, HousekeepingSettings settings) {
        return new HousekeepingJob(steps, jdbc, clock, settings);
    }
}
