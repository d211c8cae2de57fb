package no.ajour.digitalactive;

import java.time.InstantSource;
import java.util.List;
import no.ajour.failure.TryLater;
import no.ajour.position.Positions;
import no.ajour.refresh.RefreshRequests;
import no.ajour.refresh.RefreshRequests.Requested;
import no.ajour.run.BooksDisagree;
import no.ajour.run.DeadLetter;
import no.ajour.run.DeadLetters;
import no.ajour.run.Line;
import no.ajour.run.Remarks;
import no.ajour.run.Run;
import no.ajour.run.Tally;

/**
 * Makes the requests and the new offset durable together: the offset stands for the requests, and moves in their
 * transaction or not at all.
 */
final class ChangeListWriter {
    private static final String LETTER = "change list";

    private final ChangedNumbers numbers;
    private final RefreshRequests requests;
    private final Positions positions;
    private final DeadLetters letters;
    private final Remarks remarks;
    private final InstantSource clock;

    ChangeListWriter(
            ChangedNumbers numbers,
            RefreshRequests requests,
            Positions positions,
            DeadLetters letters,
            Remarks remarks,
            InstantSource clock) {
        this.numbers = numbers;
        this.requests = requests;
        this.positions = positions;
        this.letters = letters;
        this.remarks = remarks;
        this.clock = clock;
    }

    void write(Run run, Poll poll, Tally tally) {
        if (poll.counts().isUnreadable()) {
            throw new TryLater(
                    poll.counts().malformedEntries() + " entries of the change list are not eleven digits, so "
                            + "its form has changed. The offset stays and nothing is lost yet; ask Helsenorge, and set "
                            + "ajour.jobs.digital-active.changes to none until it is mended.");
        }
        poll.counts().addTo(tally);
        var requested =
                switch (poll) {
                    case Poll.Changes changes -> changed(run, changes, tally);
                    case Poll.Gap gap -> everyone(run, gap.why(), tally);
                };
        tally.add(Line.PERSONS, requested.persons()).add(Line.REQUESTED, requested.requests());
        reportMalformed(run, poll.counts().malformedEntries(), tally);
        positions.move(run, ChangeFeed.OFFSET, poll.from(), poll.to());
    }

    private Requested changed(Run run, Poll.Changes changes, Tally tally) {
        tally.add(Line.MATCHED, numbers.store(changes.matched()));
        var requested = requests.changed(run, clock.instant());
        if (requested.strangers() > 0) {
            throw new BooksDisagree(requested.strangers()
                    + " numbers of the change list were found local, but are in no tenant's table");
        }
        return requested;
    }

    private Requested everyone(Run run, String why, Tally tally) {
        remarks.add(run, "Everyone on the lists is refreshed, since " + why + ".");
        tally.add(Line.GAPS, 1);
        // Whoever was meant by an entry that could not be read is asked about with everyone else.
        letters.resolve(run, List.of(LETTER));
        return requests.everyone(run, null, "gap", clock.instant());
    }

    private void reportMalformed(Run run, long malformed, Tally tally) {
        if (malformed > 0) {
            tally.add(Line.DEAD, 1);
            letters.add(
                    run,
                    List.of(new DeadLetter(
                            LETTER,
                            "malformed-number",
                            malformed
                                    + " entries of the change list are not eleven digits; whom they meant is not known. "
                                    + "Ask Helsenorge, and run with --full if patients may be among them.")));
        }
    }
}
