package no.ajour.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.Filter;
import no.ajour.database.SchemaVersion;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

/** Wires what a process that stays shows of itself: {@code /actuator/prometheus}, and whether it is ready. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:serve.properties")
public class ServeConfiguration {

    @Bean
    PrometheusRegistry prometheusRegistry(CompositeMeterRegistry meters) {
        var registry = new PrometheusRegistry();
        meters.add(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM));
        return registry;
    }

    @Bean
    PrometheusScrapeEndpoint prometheusScrapeEndpoint(PrometheusRegistry registry) {
        return new PrometheusScrapeEndpoint(registry, null);
    }

    /** The tables are read when someone asks, not by a clock of their own. */
    @Bean
    FilterRegistrationBean<Filter> tablesReadBeforeTheyAreShown(TableGauges gauges) {
        var registration = new FilterRegistrationBean<Filter>((request, response, chain) -> {
            gauges.refresh();
            chain.doFilter(request, response);
        });
        registration.addUrlPatterns("/actuator/prometheus");
        return registration;
    }

    @Bean
    HealthIndicator schemaHealthIndicator(SchemaVersion schema) {
        return new SchemaHealth(schema);
    }
}
