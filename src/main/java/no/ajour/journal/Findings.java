package no.ajour.journal;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an audit has found so far.
 *
 * <p>Missing is what should have been here: an event that JFT updated well before the newest one that is stored. What is
 * newer has only not been read yet. Positions would tell that more exactly, and an audit has no access to them.
 */
final class Findings {
    private final Map<EventType, Instant> read = new ConcurrentHashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private final Set<String> unread = new LinkedHashSet<>();
    private final Set<String> disagreements = new LinkedHashSet<>();

    /** Tells up to when a type's events should be here, before any are stored. */
    void shouldBeHere(EventType type, Instant until) {
        read.put(type, until);
    }

    void unknown(Event event) {
        var until = read.get(event.type());
        boolean late = until != null && event.lastUpdated().isBefore(until);
        (late ? missing : unread).add(event.record());
    }

    /** It is confirmed as journaled here, and JFT says that it is not. */
    void disagrees(Event event) {
        disagreements.add(event.record());
    }

    Set<String> missing() {
        return missing;
    }

    Set<String> unread() {
        return unread;
    }

    Set<String> disagreements() {
        return disagreements;
    }
}
