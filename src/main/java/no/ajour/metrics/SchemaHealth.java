package no.ajour.metrics;

import java.util.concurrent.atomic.AtomicBoolean;
import no.ajour.database.SchemaVersion;
import no.ajour.failure.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while the database can be reached and its schema is the one that this program was written for. */
final class SchemaHealth implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(SchemaHealth.class);

    private final SchemaVersion schema;
    private final AtomicBoolean wasUp = new AtomicBoolean(true);

    SchemaHealth(SchemaVersion schema) {
        this.schema = schema;
    }

    @Override
    public Health health() {
        try {
            schema.check();
            if (!wasUp.getAndSet(true)) {
                log.info("Ready again");
            }
            return Health.up().build();
        } catch (RuntimeException e) {
            if (wasUp.getAndSet(false)) {
                log.warn("Not ready: {}", reason(e));
            }
            return Health.down().build();
        }
    }

    private static String reason(RuntimeException thrown) {
        return thrown instanceof Failure
                ? String.valueOf(thrown.getMessage())
                : "the database cannot be reached (" + thrown.getClass().getSimpleName()
                        + "); check it and spring.datasource.url";
    }
}
