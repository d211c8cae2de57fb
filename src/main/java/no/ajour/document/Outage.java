package no.ajour.document;

import java.util.concurrent.atomic.AtomicInteger;
import no.ajour.failure.TryLater;

/**
 * Tells a patient or document that gets no answer, since some community is slow or down, from a PHR that is down: then the run
 * ends, and nobody is set aside for it. Safe for use by several threads.
 */
final class Outage {
    private static final int BEFORE_ANY_ANSWER = 2;
    private static final int AFTER_AN_ANSWER = 5;

    private final AtomicInteger inARow = new AtomicInteger();
    private volatile boolean answered;

    void answered() {
        answered = true;
        inARow.set(0);
    }

    /**
     * Counts one without an answer.
     *
     * @throws TryLater the same, if there were so many in a row that PHR is down, or if the thread is to end
     */
    void unanswered(TryLater why) {
        if (Thread.currentThread().isInterrupted()
                || inARow.incrementAndGet() >= (answered ? AFTER_AN_ANSWER : BEFORE_ANY_ANSWER)) {
            throw why;
        }
    }
}
