package no.ajour.command;

import java.time.Instant;
import java.util.List;
import no.ajour.report.LetterCount;
import no.ajour.report.LetterRow;
import no.ajour.screen.Ages;
import no.ajour.screen.Table;

/** Dead letters as tables. */
final class LetterTables {
    private LetterTables() {}

    static Table counts(List<LetterCount> counts, Instant now) {
        var table = Table.of("JOB", "CAUSE", ">LETTERS", ">TENANTS", "FIRST SEEN", "LAST SEEN");
        counts.forEach(count -> table.row(
                count.job(),
                count.cause(),
                count.letters(),
                count.tenants(),
                Ages.ago(count.firstSeen(), now),
                Ages.ago(count.lastSeen(), now)));
        return table;
    }

    /** Letters of one job and cause. */
    static Table letters(List<LetterRow> letters, Instant now) {
        var table = Table.of(">ID", "TENANT", ">TRIES", "FIRST SEEN", "LAST SEEN", "RECORD");
        letters.forEach(letter -> table.row(
                letter.id(),
                letter.tenant(),
                letter.attempts(),
                Ages.ago(letter.firstSeen(), now),
                Ages.ago(letter.lastSeen(), now),
                letter.record()));
        return table;
    }
}
