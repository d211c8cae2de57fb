package no.ajour.journal;

import java.util.ArrayList;
import java.util.List;
import no.ajour.failure.TryLater;
import no.ajour.fhir.SearchEntry;
import no.ajour.run.DeadLetter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all entries of an answer. */
final class EntriesReader {
    private static final Logger log = LoggerFactory.getLogger(EntriesReader.class);

    private final EventType type;
    private final EventReader reader;

    EntriesReader(EventType type, EventReader reader) {
        this.type = type;
        this.reader = reader;
    }

    /** @throws TryLater if the server says that its own answer is not whole */
    Entries read(List<SearchEntry> entries) {
        var events = new ArrayList<Event>();
        var letters = new ArrayList<DeadLetter>();
        int warnings = 0;
        for (var entry : entries) {
            switch (reader.read(entry)) {
                case EntryRead.Stored stored -> events.add(stored.event());
                case EntryRead.Dead dead -> letters.add(dead.letter());
                case EntryRead.Warning warning -> {
                    warn(warning);
                    warnings++;
                }
            }
        }
        return new Entries(type, events, letters, warnings);
    }

    private void warn(EntryRead.Warning warning) {
        if (warning.failed()) {
            throw new TryLater("JFT says that its own answer to the search of " + type.resourceType()
                    + " is not whole (issue codes: " + warning.codes() + "). The watermark stays; run again.");
        }
        log.warn(
                "JFT gave a warning with its answer to the search of {} (issue codes: {}); the answer may be incomplete."
                        + " Ask NHN if it repeats.",
                type.resourceType(),
                warning.codes().isEmpty() ? "none" : warning.codes());
    }
}
