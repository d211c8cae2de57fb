package no.ajour.outgoing;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import no.ajour.http.Timing;
import no.ajour.run.Fence;
import no.ajour.run.FetchAhead;
import no.ajour.run.Run;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes queued events for a run to send. A claim is committed before anything is sent, so that whatever becomes of the
 * process, the next run knows what may be on its way and looks for it at JFT first.
 *
 * <p>Of events with the same identifier only one is under way at a time: while the answer of one is missing, what JFT has
 * by that identifier could be either.
 */
final class Claims {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Fence fence;
    private final Timing timing;
    private final int size;

    /** @param size how many are claimed at a time */
    Claims(JdbcClient jdbc, PlatformTransactionManager transactions, Fence fence, Timing timing, int size) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.fence = fence;
        this.timing = timing;
        this.size = size;
    }

    /** All that is queued and fit, each once, claimed little by little as it is taken. What is left at the end is given back. */
    Exchanges.Work all(Run run) {
        return new Taking(run);
    }

    private final class Taking implements Exchanges.Work, Iterator<OutgoingEvent> {
        private final Run run;
        private final Queue<OutgoingEvent> claimed = new ArrayDeque<>();
        private long last = Long.MIN_VALUE;

        Taking(Run run) {
            this.run = run;
        }

        @Override
        public Iterator<OutgoingEvent> begin(FetchAhead.Sink<?> sink) {
            return this;
        }

        @Override
        public boolean hasNext() {
            if (claimed.isEmpty()) {
                claimed.addAll(claim(run, last));
            }
            return !claimed.isEmpty();
        }

        @Override
        public OutgoingEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var next = claimed.remove();
            last = Math.max(last, next.id());
            return next;
        }

        @Override
        public void end() {
            if (!claimed.isEmpty()) {
                giveBack(run, List.copyOf(claimed));
            }
        }
    }

    // Never sent, so they need not be looked for at JFT first.
    private void giveBack(Run run, List<OutgoingEvent> unsent) {
        transaction.executeWithoutResult(status -> {
            fence.require(run);
            jdbc.sql("""
                            update ajour.outgoing_event
                            set state = 'queued', sending_at = null, attempts = attempts - 1
                            where id = any (:ids) and state = 'sending'
                            """)
                    .param("ids", unsent.stream().map(OutgoingEvent::id).toArray(Long[]::new))
                    .update();
        });
    }

    private List<OutgoingEvent> claim(Run run, long after) {
        var now = timing.instant();
        return Objects.requireNonNull(transaction.execute(status -> {
            fence.require(run);
            return claim(run, after, now);
        }));
    }

    // A row that the EHR is withdrawing at this moment is locked by it, and left to the next run.
    private List<OutgoingEvent> claim(Run run, long after, Instant now) {
        var claimed = OutgoingState.QUEUED.after(new Outcome.Claimed());
        return jdbc
                .sql("""
                        with due as (
                            select o.id, o.stable_key
                            from ajour.outgoing_event o
                            where o.tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                              and o.state = 'queued' and o.checked_at is not null and o.id > :after
                              and not exists (
                                  select from ajour.outgoing_event other
                                  where other.tenant_id = o.tenant_id and other.stable_key = o.stable_key
                                    and other.resource_id is null and other.state in ('sending', 'accepted'))
                            order by o.id
                            limit :size
                            for update of o skip locked
                        )
                        update ajour.outgoing_event o
                        set state = :claimed, sending_at = :now, attempts = o.attempts + 1,
                            synced_at = :now, run_id = :run
                        from (select distinct on (stable_key) id from due order by stable_key, id) as first
                        where o.id = first.id
                        returning o.id, o.resource_type, o.state, o.sending_at as since, o.resource_id, o.stable_key,
                                  o.attempts, o.source_system, o.added_identifier, o.resend, o.failed_ids
                        """)
                .param("tenant", run.tenant())
                .param("after", after)
                .param("size", size)
                .param("claimed", claimed.column())
                .param("now", OutgoingTable.utc(now))
                .param("run", run.id())
                .query(OutgoingTable::row)
                .list()
                .stream()
                .sorted(Comparator.comparingLong(OutgoingEvent::id))
                .toList();
    }
}
