package no.ajour.delivery;

import no.ajour.run.DeadLetter;
import org.jspecify.annotations.Nullable;

/** What an exchange with JFT about one item came to. What JFT can say is the job's own kind. */
public interface Answer {

    /** What the exchange was about, as it was before. */
    Item item();

    /** What kept JFT from answering; null if it did. */
    @Nullable
    Unanswered unanswered();

    /** Whether JFT has it now, so that its dead letter is resolved. */
    boolean isDone();

    /** Set aside for an operator; null if it is not. */
    @Nullable
    DeadLetter letter();
}
