package no.ajour.refresh;

import java.util.ArrayList;
import no.ajour.run.DeadLetter;
import no.ajour.run.DeadLetters;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Tally;

/** Stores a batch: answers, what failed, and that the requests are answered, in one transaction. */
final class RefreshWriter {
    private final AnswerTable table;
    private final RefreshRequests requests;
    private final DeadLetters letters;

    RefreshWriter(AnswerTable table, RefreshRequests requests, DeadLetters letters) {
        this.table = table;
        this.requests = requests;
        this.letters = letters;
    }

    void write(Run run, short tenant, Batch batch, Tally tally) {
        var failed = new ArrayList<DeadLetter>();
        var handled = new ArrayList<String>(batch.answers().size());
        long refused = 0;
        for (var answered : batch.answers()) {
            var record = answered.queued().toString();
            var shortcoming = answered.answer().shortcoming();
            if (shortcoming == null) {
                handled.add(record);
            } else {
                failed.add(new DeadLetter(record, shortcoming.cause(), shortcoming.message()));
                refused += shortcoming.asked() ? 0 : 1;
            }
        }
        tally.add(Line.PAGES, batch.calls())
                .add(Line.UNASKED, batch.unasked())
                .add(Line.REFUSED, refused)
                .add(Line.ASKED, batch.answers().size() - refused);
        table.write(run, batch.answers(), tally);
        letters.add(run, failed);
        letters.resolve(run, handled);
        requests.settle(tenant, batch.answers());
    }
}
