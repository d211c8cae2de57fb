package no.ajour.refresh;

import java.util.List;
import no.ajour.run.Run;
import no.ajour.run.Tally;

/** Where a job keeps what an API said of each patient. */
@FunctionalInterface
public interface AnswerTable {

    /**
     * Stores answers, each patient at most once. Adds to the tally how many rows were written, and what became of each:
     * added, changed, unchanged, unknown or dead. The dead keep what was known, and count as asked about.
     */
    void write(Run run, List<Answered> answers, Tally tally);
}
