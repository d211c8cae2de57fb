package no.ajour.position;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Positions. */
@Configuration(proxyBeanMethods = false)
public class PositionConfiguration {

    @Bean
    Positions positions(JdbcClient jdbc, InstantSource clock) {
        return new Positions(jdbc, clock);
    }
}
