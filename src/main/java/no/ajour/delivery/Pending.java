package no.ajour.delivery;

import java.time.Instant;
import java.util.List;

/**
 * What a run has to send, in the job's table.
 *
 * @param <T> the item
 */
public interface Pending<T> {

    /** Marks the next ones as being sent, in the caller's transaction, and gives them; empty when there are no more. */
    List<T> claim(Instant now);

    /** Takes back claims that were not sent, in the caller's transaction, so that they need not be looked for at JFT. */
    void giveBack(List<T> unsent);
}
