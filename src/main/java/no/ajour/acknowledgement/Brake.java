package no.ajour.acknowledgement;

import java.util.Iterator;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;

/**
 * Ends a step's calls early when JFT is not there: too many calls in a row went unanswered. Calls under way are still
 * taken in. Used by one thread.
 */
final class Brake {
    private final AcknowledgementSettings settings;
    private int failuresInARow;
    private @Nullable RuntimeException reason;

    Brake(AcknowledgementSettings settings) {
        this.settings = settings;
    }

    void count(Answer answer) {
        if (answer.outcome() instanceof Outcome.NoAnswer none) {
            failuresInARow++;
            if (failuresInARow >= settings.failuresInARow() && reason == null) {
                reason = new TryLater(failuresInARow + " calls in a row went unanswered, the last one: "
                        + none.message() + ". What was under way is looked up at JFT by the next run.");
            }
            return;
        }
        failuresInARow = 0;
    }

    /** The same work, which ends when this brake is on. */
    <W> Iterator<W> over(Iterator<W> work) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return reason == null && work.hasNext();
            }

            @Override
            public W next() {
                return work.next();
            }
        };
    }

    /** Fails if the step was ended early. */
    void release() {
        if (reason != null) {
            throw reason;
        }
    }
}
