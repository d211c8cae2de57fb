package no.ajour.run;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How runs are made.
 *
 * @param leaseLife how long a process may be silent before its lease can be taken; at least 3 s
 * @param tenantsAtOnce how many tenants' runs one process makes at a time; at least 1
 * @param stopWithin how long a stop waits for the chunk in hand before the process ends without it
 * @param drainWithin how long after a stop the calls under way may take to end, so that none is made again; shorter than
 *     stop-within
 */
@ConfigurationProperties("ajour.run")
public record RunSettings(
        @DefaultValue("60s") Duration leaseLife,
        @DefaultValue("4") int tenantsAtOnce,
        @DefaultValue("25s") Duration stopWithin,
        @DefaultValue("10s") Duration drainWithin) {

    public RunSettings {
        if (leaseLife.compareTo(Duration.ofSeconds(3)) < 0) {
            throw new IllegalArgumentException("ajour.run.lease-life must be at least 3s, or a slow database call "
                    + "would let another process take the work over");
        }
        if (tenantsAtOnce < 1) {
            throw new IllegalArgumentException("ajour.run.tenants-at-once must be at least 1");
        }
        if (drainWithin.isNegative() || drainWithin.compareTo(stopWithin) >= 0) {
            throw new IllegalArgumentException("ajour.run.drain-within must be shorter than ajour.run.stop-within");
        }
    }
}
