package no.ajour.metrics;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Pushes the metrics once, when the process ends and its runs have ended, while the database can still be asked. It
 * never fails and never takes longer than it may.
 */
public final class MetricsPush implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(MetricsPush.class);

    private final @Nullable Otlp otlp;
    private final @Nullable TableGauges gauges;
    private final Duration within;
    private volatile boolean running;

    MetricsPush(@Nullable Otlp otlp, @Nullable TableGauges gauges, Duration within) {
        this.otlp = otlp;
        this.gauges = gauges;
        this.within = within;
    }

    /** Pushes nothing. */
    static MetricsPush none() {
        return new MetricsPush(null, null, Duration.ZERO);
    }

    @Override
    public void start() {
        running = otlp != null;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    // What has a higher phase is stopped before: the runs.
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void stop() {
        running = false;
        if (otlp == null || gauges == null) {
            return;
        }
        var push = Thread.ofPlatform().daemon().name("ajour-metrics").start(() -> push(otlp, gauges));
        try {
            if (!push.join(within)) {
                warn("that took longer than " + within.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void push(Otlp otlp, TableGauges gauges) {
        gauges.refresh();
        String failure = otlp.send();
        if (failure != null) {
            warn(failure);
        }
    }

    private static void warn(String why) {
        log.warn("The metrics of this run could not be left at ajour.metrics.otlp.url: {}. Nothing else is lost", why);
    }
}
