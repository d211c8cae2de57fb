package no.ajour.report;

import java.time.InstantSource;
import no.ajour.run.Jobs;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the queries. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({Jobs.class, OffsetLimit.class})
public class ReportConfiguration {

    @Bean
    StatusQuery statusQuery(JdbcClient jdbc, Jobs jobs, OffsetLimit limit, InstantSource clock) {
        return new StatusQuery(jdbc, jobs, limit, clock);
    }

    @Bean
    RunQuery runQuery(JdbcClient jdbc) {
        return new RunQuery(jdbc);
    }

    @Bean
    LetterQuery letterQuery(JdbcClient jdbc) {
        return new LetterQuery(jdbc);
    }

    @Bean
    PositionQuery positionQuery(JdbcClient jdbc, OffsetLimit limit) {
        return new PositionQuery(jdbc, limit);
    }

    @Bean
    FeedQuery feedQuery(JdbcClient jdbc) {
        return new FeedQuery(jdbc);
    }

    @Bean
    PatientLookup patientLookup(JdbcClient jdbc) {
        return new PatientLookup(jdbc);
    }
}
