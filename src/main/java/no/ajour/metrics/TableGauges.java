package no.ajour.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import no.ajour.report.FeedQuery;
import no.ajour.report.JobStatus;
import no.ajour.report.StatusQuery;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of what the tables say, whoever wrote it: what runs and what is late is known to the database, not to this
 * process. While the database cannot be read they are gone, since old ones would look like good ones, and
 * {@code ajour.tables.read} is 0.
 */
final class TableGauges {
    private static final Logger log = LoggerFactory.getLogger(TableGauges.class);
    private static final Duration GOOD_FOR = Duration.ofSeconds(15);

    private record Registered(TableGauge gauge, MultiGauge meter) {}

    private final List<Registered> gauges = new ArrayList<>();
    private final MultiGauge heldBack;
    private final StatusQuery status;
    private final FeedQuery feed;
    private final List<String> tenants;
    private final InstantSource clock;
    private Instant readAt = Instant.MIN;
    private volatile boolean read = true;

    TableGauges(MeterRegistry meters, StatusQuery status, FeedQuery feed, Tenants tenants, InstantSource clock) {
        this.status = status;
        this.feed = feed;
        this.tenants = tenants.tenants().stream().map(Tenant::orgnr).toList();
        this.clock = clock;
        for (var gauge : TableGauge.values()) {
            gauges.add(new Registered(
                    gauge,
                    MultiGauge.builder(gauge.meter())
                            .description(gauge.description())
                            .register(meters)));
        }
        heldBack = MultiGauge.builder("ajour.feed.held.back.seconds")
                .description("For how long committed changes have not been told to consumers; 0 if all are")
                .register(meters);
        Gauge.builder("ajour.tables.read", () -> read ? 1 : 0)
                .description("1 if the tables could be read for the other gauges, else 0")
                .register(meters);
    }

    /** Reads the tables, at most every 15 s. */
    synchronized void refresh() {
        var now = clock.instant();
        if (now.isBefore(readAt.plus(GOOD_FOR))) {
            return;
        }
        List<JobStatus> rows;
        List<Row<Number>> held = List.of();
        try {
            rows = status.read(tenants);
            long seconds = feed.heldBack()
                    .map(waiting -> Duration.between(waiting.since(), now).toSeconds())
                    .orElse(0L);
            held = List.of(Row.of(Tags.empty(), Math.max(0, seconds)));
            read = true;
        } catch (RuntimeException e) {
            if (read) {
                log.warn(
                        "The tables could not be read for metrics ({}); `ajour doctor` says what is wrong",
                        e.getClass().getSimpleName());
            }
            read = false;
            rows = List.of();
        }
        for (var registered : gauges) {
            registered.meter().register(registered.gauge().rows(rows, now), true);
        }
        heldBack.register(held, true);
        readAt = now;
    }
}
