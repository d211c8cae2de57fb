package no.ajour.digitalactive;

import java.time.InstantSource;
import java.util.Map;
import no.ajour.database.DatabaseConfiguration;
import no.ajour.helseid.HelseIdConfiguration;
import no.ajour.http.HttpConfiguration;
import no.ajour.patient.PatientConfiguration;
import no.ajour.position.PositionConfiguration;
import no.ajour.run.RunConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** As much of the program as the job needs. */
@Configuration(proxyBeanMethods = false)
@Import({
    DatabaseConfiguration.class,
    RunConfiguration.class,
    PositionConfiguration.class,
    PatientConfiguration.class,
    HttpConfiguration.class,
    HelseIdConfiguration.class,
    DigitalActiveConfiguration.class
})
class DigitalActiveTestApp {

    static ConfigurableApplicationContext start(InstantSource clock, Map<String, Object> properties) {
        return new SpringApplicationBuilder(DigitalActiveTestApp.class)
                .initializers(context ->
                        ((GenericApplicationContext) context).registerBean("clock", InstantSource.class, () -> clock))
                .registerShutdownHook(false)
                // As arguments, which win over the job's file.
                .run(properties.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
    }
}
