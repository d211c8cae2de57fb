package no.ajour.helseid;

import no.ajour.http.Credentials;
import no.ajour.http.HttpClients;
import no.ajour.http.Timing;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires HelseID as the source of access tokens. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HelseIdSettings.class)
public class HelseIdConfiguration {

    @Bean
    Credentials helseIdCredentials(HelseIdSettings settings, HttpClients clients, Timing timing) {
        return new HelseIdCredentials(settings, clients, timing);
    }
}
