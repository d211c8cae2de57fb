package no.ajour.patient;

import no.ajour.tenant.Tenants;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires the patient lists. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({Installation.class, PatientSettings.class, Tenants.class})
public class PatientConfiguration {

    @Bean
    NumberGuard numberGuard(Installation installation, PatientSettings settings) {
        return new NumberGuard(installation.environment(), settings.numbers());
    }

    @Bean
    TenantRegistry tenantRegistry(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new TenantRegistry(jdbc, transactions);
    }

    @Bean
    PatientList patientList(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            TenantRegistry tenants,
            NumberGuard guard,
            PatientSettings settings) {
        return new PatientList(jdbc, transactions, tenants, guard, settings);
    }

    @Bean
    CsvPatients csvPatients(PatientList patients, Tenants tenants) {
        return new CsvPatients(patients, tenants);
    }

    @Bean
    EhrSources ehrSources(PatientSettings settings, Tenants tenants) {
        return new EhrSources(settings, tenants);
    }

    @Bean
    EhrQuery ehrQuery(EhrSources sources, PatientList patients) {
        return new EhrQuery(sources, patients);
    }
}
