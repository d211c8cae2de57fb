package no.ajour.delivery;

import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import no.ajour.tenant.Tenant;

/**
 * What JFT took and is yet to confirm, in the job's table.
 *
 * @param <T> the item
 */
public interface Unconfirmed<T> {

    /** When the last of those comes due that come due by the given time; empty if there are none. */
    Optional<Instant> lastDue(Tenant tenant, Instant by);

    /** Those whose {@code $status} was due to be asked for by the given time. */
    Iterator<T> toAsk(Tenant tenant, Instant due);
}
