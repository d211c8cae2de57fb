package no.ajour.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a job is to be started.
 *
 * @param full refresh everyone, changed or not
 * @param share a key that several processes are given, which then do the tenants between them; null for none
 * @param begun how long ago the start was asked for, such as when the process began: what another process began since, and
 *     completed, is not done again
 */
public record RunOrder(boolean full, @Nullable String share, Duration begun) {
    /** Asked for just now, of this process alone. */
    public static RunOrder now(boolean full) {
        return new RunOrder(full, null, Duration.ZERO);
    }
}
