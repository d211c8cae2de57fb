package no.ajour.digitalactive;

import no.ajour.run.Line;
import no.ajour.run.Tally;
import org.jspecify.annotations.Nullable;

/** Compares the entries of a change list with the local numbers as they are read, and counts. */
final class ChangeCounts implements ChangeListReader.Entries {
    private static final int FEW = 10;

    private final @Nullable LocalNumbers local;
    private long received;
    private long again;
    private long elsewhere;
    private long malformed;
    private long covered;

    /** @param local null where everyone is refreshed anyway, and no number needs to be compared */
    ChangeCounts(@Nullable LocalNumbers local) {
        this.local = local;
    }

    @Override
    public void number(long number) {
        received++;
        if (local == null) {
            covered++;
            return;
        }
        switch (local.mark(number)) {
            case LOCAL -> {}
            case AGAIN -> again++;
            case ELSEWHERE -> elsewhere++;
        }
    }

    @Override
    public void malformed() {
        received++;
        malformed++;
    }

    long malformedEntries() {
        return malformed;
    }

    /** So many that the list itself has changed its form, and not some entries are broken. */
    boolean isUnreadable() {
        return malformed > FEW && malformed * 10 > received;
    }

    /** Everything but the matched, which the database counts. */
    void addTo(Tally tally) {
        tally.add(Line.PAGES, 1)
                .add(Line.RECEIVED, received)
                .add(Line.REPEATED, again)
                .add(Line.UNMATCHED, elsewhere)
                .add(Line.MALFORMED, malformed)
                .add(Line.COVERED, covered);
    }
}
