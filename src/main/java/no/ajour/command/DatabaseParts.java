package no.ajour.command;

import java.time.InstantSource;
import no.ajour.audit.OperatorActions;
import no.ajour.database.DatabaseConfiguration;
import no.ajour.patient.PatientConfiguration;
import no.ajour.report.ReportConfiguration;
import no.ajour.run.RunSettings;
import no.ajour.run.StopRequests;
import no.ajour.tenant.Tenants;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database, the tenants and their patient lists, and what operators see of runs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({Tenants.class, RunSettings.class})
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    FlywayAutoConfiguration.class
})
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
