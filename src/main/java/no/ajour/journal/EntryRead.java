package no.ajour.journal;

import no.ajour.run.DeadLetter;

/** What an entry of a searchset came to. */
sealed interface EntryRead {

    record Stored(Event event) implements EntryRead {}

    /** An event that cannot be stored. */
    record Dead(DeadLetter letter) implements EntryRead {}

    /**
     * What the server wants to tell about the search: no event.
     *
     * @param codes the OperationOutcome's own codes, separated by commas
     * @param failed whether the server says that the search itself failed, wholly or in part
     */
    record Warning(String codes, boolean failed) implements EntryRead {}
}
