package no.ajour.acknowledgement;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;

/** Goes through acknowledgements in the order of their events, a page in memory at a time, each row once. */
final class KeysetPages implements Iterator<Acknowledgement> {
    private final LongFunction<List<Acknowledgement>> pageAfter;
    private Iterator<Acknowledgement> page = List.<Acknowledgement>of().iterator();
    private long last = Long.MIN_VALUE;
    private boolean ended;

    /** @param pageAfter the next rows after an event's id, in its order; empty at the end */
    KeysetPages(LongFunction<List<Acknowledgement>> pageAfter) {
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
    public Acknowledgement next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var next = page.next();
        last = next.eventId();
        return next;
    }
}
