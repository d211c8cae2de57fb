package no.ajour.delivery;

import java.util.Iterator;
import no.ajour.run.FetchAhead;

/**
 * What to make calls about in a step.
 *
 * @param <T> the item
 */
@FunctionalInterface
public interface Work<T> {

    /** Gives the items as they are taken. May wait. */
    Iterator<T> begin(FetchAhead.Sink<?> sink) throws InterruptedException;

    /** Called after the last call; what was given and not taken is not called about. */
    default void end() {}
}
