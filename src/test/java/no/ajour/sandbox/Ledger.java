package no.ajour.sandbox;

import java.util.ArrayList;
import java.util.List;

/** Entries in the order they were made, from many threads. */
final class Ledger<T> {
    private final List<T> entries = new ArrayList<>();

    synchronized void add(T entry) {
        entries.add(entry);
    }

    synchronized void addAll(List<? extends T> more) {
        entries.addAll(more);
    }

    synchronized List<T> all() {
        return List.copyOf(entries);
    }

    synchronized void clear() {
        entries.clear();
    }
}
