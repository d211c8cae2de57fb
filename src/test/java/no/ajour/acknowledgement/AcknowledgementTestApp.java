package no.ajour.acknowledgement;

import no.ajour.database.DatabaseConfiguration;
import no.ajour.helseid.HelseIdConfiguration;
import no.ajour.http.HttpConfiguration;
import no.ajour.run.RunConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** As much of the program as the job needs. */
@Configuration(proxyBeanMethods = false)
@Import({
    DatabaseConfiguration.class,
    RunConfiguration.class,
    HttpConfiguration.class,
    HelseIdConfiguration.class,
    AcknowledgementConfiguration.class
})
class AcknowledgementTestApp {}
