package no.ajour.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The events of one municipality and type, in order of {@code (lastUpdated, id)}: what a keyset cursor walks. */
final class EventStore {
    /** A place in the order. */
    record Position(Instant lastUpdated, String id) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            int byTime = lastUpdated.compareTo(other.lastUpdated);
            return byTime != 0 ? byTime : id.compareTo(other.id);
        }
    }

    /** An event as it is now. */
    record Held(EventVersion version, EventState state) {
        Position position() {
            return new Position(version.lastUpdated(), version.id());
        }
    }

    private final NavigableMap<Position, Held> ordered = new TreeMap<>();
    private final Map<String, Position> positions = new HashMap<>();

    synchronized void put(Held event) {
        remove(event.version().id());
        ordered.put(event.position(), event);
        positions.put(event.version().id(), event.position());
    }

    synchronized void remove(String id) {
        Position old = positions.remove(id);
        if (old != null) {
            ordered.remove(old);
        }
    }

    synchronized @Nullable Held get(String id) {
        Position position = positions.get(id);
        return position == null ? null : ordered.get(position);
    }

    /** Changes an event that is there; returns what it was, or null when there is none. */
    synchronized @Nullable Held change(String id, UnaryOperator<Held> change) {
        Held before = get(id);
        if (before != null) {
            put(change.apply(before));
        }
        return before;
    }

    /**
     * The next events in order.
     *
     * @param after where the last page ended; null from the beginning
     * @param inclusive whether the event at {@code after} comes once more
     */
    synchronized List<Held> page(
            @Nullable Position after, boolean inclusive, boolean descending, int most, Predicate<Held> wanted) {
        NavigableMap<Position, Held> direction = descending ? ordered.descendingMap() : ordered;
        NavigableMap<Position, Held> rest = after == null ? direction : direction.tailMap(after, inclusive);
        List<Held> page = new ArrayList<>();
        for (Held event : rest.values()) {
            if (page.size() == most) {
                break;
            }
            if (wanted.test(event)) {
                page.add(event);
            }
        }
        return page;
    }

    synchronized List<Held> all() {
        return List.copyOf(ordered.values());
    }
}
