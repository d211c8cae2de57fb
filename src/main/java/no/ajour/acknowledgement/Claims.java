package no.ajour.acknowledgement;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import no.ajour.http.Timing;
import no.ajour.run.Fence;
import no.ajour.run.FetchAhead;
import no.ajour.run.Run;
import no.ajour.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes pending acknowledgements for a run to send. A claim is committed before anything is sent, so that whatever
 * becomes of the process, the next run knows what may be on its way and asks {@code $status} about it first.
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

    /** All that is pending, claimed little by little as it is taken. What is left at the end is given back. */
    Exchanges.Work all(Run run, Tenant tenant) {
        return new Taking(run, tenant.acknowledge() == Tenant.Acknowledge.STORED);
    }

    private final class Taking implements Exchanges.Work, Iterator<Acknowledgement> {
        private final Run run;
        private final boolean stored;
        private final Queue<Acknowledgement> claimed = new ArrayDeque<>();

        Taking(Run run, boolean stored) {
            this.run = run;
            this.stored = stored;
        }

        @Override
        public Iterator<Acknowledgement> begin(FetchAhead.Sink<?> sink) {
            return this;
        }

        @Override
        public boolean hasNext() {
            if (claimed.isEmpty()) {
                claimed.addAll(claim(run, stored));
            }
            return !claimed.isEmpty();
        }

        @Override
        public Acknowledgement next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return claimed.remove();
        }

        @Override
        public void end() {
            if (!claimed.isEmpty()) {
                giveBack(run, List.copyOf(claimed));
            }
        }
    }

    // Never sent, so they need not be looked up at JFT first, nor wait for it to settle.
    private void giveBack(Run run, List<Acknowledgement> unsent) {
        transaction.executeWithoutResult(status -> {
            fence.require(run);
            jdbc.sql("""
                            update ajour.acknowledgement
                            set state = 'pending', sending_at = null, attempts = attempts - 1
                            where event_id = any (:events) and state = 'sending'
                            """)
                    .param(
                            "events",
                            unsent.stream().map(Acknowledgement::eventId).toArray(Long[]::new))
                    .update();
        });
    }

    private List<Acknowledgement> claim(Run run, boolean stored) {
        var now = timing.instant();
        return Objects.requireNonNull(transaction.execute(status -> {
            fence.require(run);
            return claim(run, stored, now);
        }));
    }

    // A row that the EHR is marking at this moment is locked by it, and left to the next run. What counted as journaled
    // because it was stored counts only while the tenant's choice stands.
    private List<Acknowledgement> claim(Run run, boolean stored, Instant now) {
        var claimed = AcknowledgementState.PENDING.after(new Outcome.Claimed());
        return jdbc.sql("""
                        with due as (
                            select a.event_id, e.resource_type, e.resource_id
                            from ajour.acknowledgement a
                            join ajour.event e on e.id = a.event_id and e.version = a.journaled_version
                            where a.tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                              and a.state = 'pending' and (a.marked_by = 'ehr' or :stored)
                            order by a.event_id
                            limit :size
                            for update of a skip locked
                        )
                        update ajour.acknowledgement a
                        set state = :claimed, sending_at = :now, attempts = a.attempts + 1,
                            synced_at = :now, run_id = :run
                        from due
                        where a.event_id = due.event_id
                        returning a.event_id, due.resource_type, due.resource_id
                        """)
                .param("tenant", run.tenant())
                .param("stored", stored)
                .param("size", size)
                .param("claimed", claimed.column())
                .param("now", AcknowledgementTable.utc(now))
                .param("run", run.id())
                .query((row, number) ->
                        new Acknowledgement(row.getLong(1), row.getString(2), row.getString(3), claimed, now))
                .list();
    }
}
