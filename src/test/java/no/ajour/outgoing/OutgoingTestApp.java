package no.ajour.outgoing;

import no.ajour.database.DatabaseConfiguration;
import no.ajour.helseid.HelseIdConfiguration;
import no.ajour.http.HttpConfiguration;
import no.ajour.patient.PatientConfiguration;
import no.ajour.run.RunConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** As much of the program as the job needs. */
@Configuration(proxyBeanMethods = false)
@Import({
    DatabaseConfiguration.class,
    RunConfiguration.class,
    PatientConfiguration.class,
    HttpConfiguration.class,
    HelseIdConfiguration.class,
    OutgoingConfiguration.class
})
class OutgoingTestApp {}
