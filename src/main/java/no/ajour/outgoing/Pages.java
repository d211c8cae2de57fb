package no.ajour.outgoing;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Goes through rows in the order of their ids, a page in memory at a time, each row once. */
final class Pages<T> implements Iterator<T> {
    private final LongFunction<List<T>> pageAfter;
    private final ToLongFunction<T> id;
    private Iterator<T> page = List.<T>of().iterator();
    private long last = Long.MIN_VALUE;
    private boolean ended;

    /** @param pageAfter the next rows after an id, in its order; empty at the end */
    Pages(LongFunction<List<T>> pageAfter, ToLongFunction<T> id) {
        this.pageAfter = pageAfter;
        this.id = id;
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
        last = id.applyAsLong(next);
        return next;
    }
}
