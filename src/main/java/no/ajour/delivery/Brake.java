package no.ajour.delivery;

import java.util.Iterator;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;

/**
 * Ends a step's calls early: when JFT is not there, since too many calls in a row went unanswered, or when nothing can be
 * sent for the tenant. Calls under way are still taken in. Used by one thread.
 */
final class Brake {
    private final int mostInARow;
    private int failuresInARow;
    private @Nullable RuntimeException reason;

    Brake(int mostInARow) {
        this.mostInARow = mostInARow;
    }

    void count(Answer answer) {
        var unanswered = answer.unanswered();
        if (unanswered == null) {
            failuresInARow = 0;
            return;
        }
        if (unanswered.end() != null && !(reason instanceof WrongInstallation)) {
            reason = unanswered.end();
        }
        failuresInARow++;
        if (failuresInARow >= mostInARow && reason == null) {
            reason = new TryLater(failuresInARow + " calls in a row went unanswered, the last one: "
                    + unanswered.message() + ". What was under way is looked for at JFT by later runs.");
        }
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
