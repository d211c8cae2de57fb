package no.ajour.delivery;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;

/**
 * Goes through items in the order of their ids, a page in memory at a time, each row once.
 *
 * @param <T> the item
 */
public final class Pages<T extends Item> implements Iterator<T> {
    private final LongFunction<List<T>> pageAfter;
    private Iterator<T> page = List.<T>of().iterator();
    private long last = Long.MIN_VALUE;
    private boolean ended;

    /** @param pageAfter the next items after an id, in its order; empty at the end */
    public Pages(LongFunction<List<T>> pageAfter) {
        this.pageAfter = pageAfter;
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && !ended) {
            page = pageAfter.apply(last).iterator();
            ended = !page.hasNext();
        }
        return page.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var next = page.next();
        last = next.id();
        return next;
    }
}
