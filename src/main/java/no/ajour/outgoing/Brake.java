package no.ajour.outgoing;

import java.util.Iterator;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;

/**
 * Ends a step's calls early: when JFT is not there, since too many calls in a row went unanswered, or when nothing can be
 * sent for the tenant. Calls under way are still taken in. Used by one thread.
 */
final class Brake {
    private final OutgoingSettings settings;
    private int failuresInARow;
    private @Nullable RuntimeException reason;

    Brake(OutgoingSettings settings) {
        this.settings = settings;
    }

    void count(Answer answer) {
        switch (answer.outcome()) {
            case Outcome.NoAnswer none -> failed(none.message());
            case Outcome.NotSent unsent -> {
                if (unsent.end() != null && !(reason instanceof WrongInstallation)) {
                    reason = unsent.end();
                }
                failed(unsent.message());
            }
            default -> failuresInARow = 0;
        }
    }

    private void failed(String message) {
        failuresInARow++;
        if (failuresInARow >= settings.failuresInARow() && reason == null) {
            reason = new TryLater(failuresInARow + " calls in a row went unanswered, the last one: " + message
                    + ". What was under way is looked for at JFT by later runs.");
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
