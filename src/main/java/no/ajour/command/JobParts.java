package no.ajour.command;

import no.ajour.acknowledgement.AcknowledgementConfiguration;
import no.ajour.digitalactive.DigitalActiveConfiguration;
import no.ajour.document.DocumentConfiguration;
import no.ajour.healthindicator.HealthIndicatorConfiguration;
import no.ajour.helseid.HelseIdConfiguration;
import no.ajour.housekeeping.HousekeepingConfiguration;
import no.ajour.http.HttpConfiguration;
import no.ajour.journal.JournalConfiguration;
import no.ajour.metrics.MetricsConfiguration;
import no.ajour.outgoing.OutgoingConfiguration;
import no.ajour.position.PositionConfiguration;
import no.ajour.run.RunConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything that runs jobs. */
@Configuration(proxyBeanMethods = false)
@Import({
    DatabaseParts.class,
    HttpConfiguration.class,
    HelseIdConfiguration.class,
    RunConfiguration.class,
    MetricsConfiguration.class,
    PositionConfiguration.class,
    DigitalActiveConfiguration.class,
    JournalConfiguration.class,
    AcknowledgementConfiguration.class,
    HealthIndicatorConfiguration.class,
    OutgoingConfiguration.class,
    DocumentConfiguration.class,
    HousekeepingConfiguration.class
})
class JobParts {}
