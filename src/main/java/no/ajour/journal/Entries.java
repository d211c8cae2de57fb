package no.ajour.journal;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import no.ajour.run.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of an answer came to, ready to be stored.
 *
 * @param warnings entries that tell something about the search
 */
record Entries(EventType type, List<Event> events, List<DeadLetter> letters, int warnings) {

    /** Entries that stand for events. */
    int received() {
        return events.size() + letters.size();
    }

    /** The newest {@code meta.lastUpdated}, as far as the entries have one; null if none has. */
    @Nullable
    Instant newest() {
        return Stream.concat(
                        events.stream().map(Event::lastUpdated),
                        letters.stream().map(DeadLetter::version).filter(Objects::nonNull))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The names of all that is in it, as dead letters have them. */
    Stream<String> records() {
        return Stream.concat(
                events.stream().map(Event::record), letters.stream().map(DeadLetter::record));
    }

    @Override
    public String toString() {
        return received() + " " + type.resourceType();
    }
}
