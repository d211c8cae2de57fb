package no.ajour.journal;

import java.time.Instant;
import no.ajour.run.DeadLetter;
import org.jspecify.annotations.Nullable;

/** What an entry of a searchset came to. */
sealed interface EntryRead {

    record Stored(Event event) implements EntryRead {}

    /**
     * An event that cannot be stored.
     *
     * @param lastUpdated of the event; null if that could not be read
     */
    record Dead(DeadLetter letter, @Nullable Instant lastUpdated) implements EntryRead {}

    /**
     * What the server wants to tell about the search: no event.
     *
     * @param codes the OperationOutcome's own codes, separated by commas
     * @param failed whether the server says that the search itself failed, wholly or in part
     */
    record Warning(String codes, boolean failed) implements EntryRead {}
}
