package no.ajour.journal;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names of events in a sentence. */
final class Names {
    private static final int MOST = 20;

    private Names() {}

    /** The first of them, and how many there are beside. */
    static String of(Collection<String> records) {
        var first = records.stream().limit(MOST).collect(Collectors.joining(", "));
        return records.size() <= MOST ? first : first + " and " + (records.size() - MOST) + " more";
    }
}
