package no.ajour.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import no.ajour.http.Timing;
import no.ajour.run.FetchAhead;
import no.ajour.tenant.Tenant;

/**
 * One round of asking {@code $status}: waits for those that come due soon, then gives all that are due. Every round is a
 * step of its own, so that all answers of one round are recorded when the next one looks at the table.
 *
 * @param <T> the item
 */
public final class ConfirmRound<T> implements Work<T> {
    private final Unconfirmed<T> table;
    private final Timing timing;
    private final Tenant tenant;
    private final Duration longestWait;

    /** @param longestWait zero to take only those that are due now */
    public ConfirmRound(Unconfirmed<T> table, Timing timing, Tenant tenant, Duration longestWait) {
        this.table = table;
        this.timing = timing;
        this.tenant = tenant;
        this.longestWait = longestWait;
    }

    @Override
    public Iterator<T> begin(FetchAhead.Sink<?> sink) throws InterruptedException {
        Instant now = timing.instant();
        var due = table.lastDue(tenant, now.plus(longestWait));
        if (due.isEmpty()) {
            return Collections.emptyIterator();
        }
        var wait = Duration.between(now, due.get());
        if (wait.isPositive() && !sink.waitFor(() -> timing.sleep(wait))) {
            return Collections.emptyIterator();
        }
        return table.toAsk(tenant, timing.instant());
    }
}
