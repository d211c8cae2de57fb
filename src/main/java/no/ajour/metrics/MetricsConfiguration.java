package no.ajour.metrics;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import no.ajour.http.HttpClients;
import no.ajour.http.HttpSettings;
import no.ajour.report.FeedQuery;
import no.ajour.report.StatusQuery;
import no.ajour.tenant.Tenants;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the registry, which keeps nothing while nobody is given it, and the push at the end of a process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OtlpSettings.class)
public class MetricsConfiguration {

    // Not closed with the rest: that would push once more.
    @Bean(destroyMethod = "")
    CompositeMeterRegistry meters() {
        return new CompositeMeterRegistry();
    }

    @Bean
    TableGauges tableGauges(
            CompositeMeterRegistry meters, StatusQuery status, FeedQuery feed, Tenants tenants, InstantSource clock) {
        return new TableGauges(meters, status, feed, tenants, clock);
    }

    @Bean
    MetricsPush metricsPush(
            OtlpSettings settings, HttpSettings http, CompositeMeterRegistry meters, TableGauges gauges) {
        if (settings.url() == null) {
            return MetricsPush.none();
        }
        // Its own clients: what the collector answers is no API's doing.
        var otlp = Otlp.to(settings.url(), settings, new HttpClients(http));
        meters.add(otlp.registry());
        return new MetricsPush(otlp, gauges, settings.within());
    }
}
