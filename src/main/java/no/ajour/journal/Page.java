package no.ajour.journal;

/** A page of a walk, ready to be stored in one transaction, and how far the walk has come with it. */
record Page(Entries entries, Progress progress) {

    EventType type() {
        return entries.type();
    }

    /** Whether it is the last one of the walk. */
    boolean isLast() {
        return progress.next() == null;
    }

    @Override
    public String toString() {
        return "page of " + entries;
    }
}
