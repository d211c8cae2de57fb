package no.ajour.journal;

import java.util.List;
import no.ajour.run.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * A page of a walk, ready to be stored in one transaction.
 *
 * @param received entries of the page that stand for events
 * @param warnings entries of the page that tell something about the search
 * @param move of the watermark, on the last page of a walk; null if it stays
 */
record Page(
        EventType type,
        int received,
        List<Event> events,
        List<DeadLetter> letters,
        int warnings,
        Watermark.@Nullable Move move) {

    @Override
    public String toString() {
        return "page of " + received + " " + type.resourceType();
    }
}
