package no.ajour.document;

/** What an entry of an answer is. */
sealed interface EntryRead {

    /** A reference. */
    record Found(Reference reference) implements EntryRead {}

    /**
     * Something that PHR wants to say beside its answer.
     *
     * @param codes of its issues, comma-separated; may be empty
     * @param partial whether something of the answer is missing
     */
    record Warning(String codes, boolean partial) implements EntryRead {}

    /** What cannot be kept, and why, without quoting it. */
    record Unreadable(String why) implements EntryRead {}
}
