package no.ajour.command;

import java.time.InstantSource;
import no.ajour.audit.OperatorActions;
import no.ajour.database.DatabaseConfiguration;
import no.ajour.patient.PatientConfiguration;
import no.ajour.report.ReportConfiguration;
import no.ajour.run.RunSettings;
import no.ajour.run.StopRequests;
import no.ajour.tenant.Tenants;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database, the tenants and their patient lists, and what operators see of runs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({Tenants.class, RunSettings.class})
@Import({DatabaseConfiguration.class, PatientConfiguration.class, ReportConfiguration.class})
class DatabaseParts {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    OperatorActions operatorActions(JdbcClient jdbc) {
        return new OperatorActions(jdbc);
    }

    @Bean
    StopRequests stopRequests(JdbcClient jdbc) {
        return new StopRequests(jdbc);
    }
}
