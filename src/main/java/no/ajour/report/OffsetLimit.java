package no.ajour.report;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How old Helsenorge's offset may become; the job's own settings check the value.
 *
 * @param gapAfter age from which changes may have been missed
 */
@ConfigurationProperties("ajour.jobs.digital-active")
public record OffsetLimit(@DefaultValue("85d") Duration gapAfter) {

    /** When a position becomes too old to go on from; null where age does no harm. */
    @Nullable
    Instant goodUntil(String job, String name, Instant asOf) {
        return job.equals("digital-active") && name.equals("offset") ? asOf.plus(gapAfter) : null;
    }
}
