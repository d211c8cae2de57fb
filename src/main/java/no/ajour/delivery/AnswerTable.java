package no.ajour.delivery;

import java.util.Collection;
import java.util.List;
import no.ajour.run.Run;

/**
 * Where a job keeps what JFT answered.
 *
 * @param <A> the answer
 */
@FunctionalInterface
public interface AnswerTable<A extends Answer> {

    /**
     * Records answers, one statement for all of them, in the caller's transaction. A row is changed only while it is in the
     * state that the call was made in, so that no answer ever overwrites a later state.
     *
     * @return the ids of the rows that were changed
     */
    Collection<Long> record(Run run, List<A> answers);
}
