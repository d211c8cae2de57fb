package no.ajour.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what every API call shares. Needs {@link Credentials}, and takes an {@link InstantSource} where there is one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ApiSettings.class, HttpSettings.class})
public class HttpConfiguration {

    @Bean
    Timing timing(ObjectProvider<InstantSource> clock) {
        return Timing.of(clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    HttpClients httpClients(HttpSettings settings, ObjectProvider<MeterRegistry> meters) {
        return new HttpClients(settings, meters.getIfAvailable(CompositeMeterRegistry::new));
    }

    @Bean
    Apis apis(ApiSettings apis, HttpSettings http, HttpClients clients, Credentials credentials, Timing timing) {
        return new Apis(apis, http, clients, credentials, timing);
    }
}
