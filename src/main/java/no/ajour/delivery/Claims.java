package no.ajour.delivery;

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
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes what is pending for a run to send. A claim is committed, with the run's fence held, before anything is sent, so that
 * whatever becomes of the process, the next run knows what may be on its way and finds out at JFT first.
 */
public final class Claims {
    private final TransactionTemplate transaction;
    private final Fence fence;
    private final Timing timing;

    /** @param timing tells when something was claimed */
    public Claims(PlatformTransactionManager transactions, Fence fence, Timing timing) {
        this.transaction = new TransactionTemplate(transactions);
        this.fence = fence;
        this.timing = timing;
    }

    /** All that is pending, claimed little by little as it is taken. What is left at the end is given back. */
    public <T> Work<T> all(Run run, Pending<T> pending) {
        return new Taking<>(run, pending);
    }

    private final class Taking<T> implements Work<T>, Iterator<T> {
        private final Run run;
        private final Pending<T> pending;
        private final Queue<T> claimed = new ArrayDeque<>();

        Taking(Run run, Pending<T> pending) {
            this.run = run;
            this.pending = pending;
        }

        @Override
        public Iterator<T> begin(FetchAhead.Sink<?> sink) {
            return this;
        }

        @Override
        public boolean hasNext() {
            if (claimed.isEmpty()) {
                var now = timing.instant();
                claimed.addAll(Objects.requireNonNull(transaction.execute(status -> {
                    fence.require(run);
                    return pending.claim(now);
                })));
            }
            return !claimed.isEmpty();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return claimed.remove();
        }

        @Override
        public void end() {
            if (!claimed.isEmpty()) {
                transaction.executeWithoutResult(status -> {
                    fence.require(run);
                    pending.giveBack(List.copyOf(claimed));
                });
            }
        }
    }
}
