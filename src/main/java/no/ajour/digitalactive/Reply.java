package no.ajour.digitalactive;

import java.util.LinkedHashMap;
import java.util.Map;
import no.ajour.digitalactive.RefreshRequests.Queued;

/** What asking about some patients came to, for one thread to fill. */
final class Reply {
    private final Map<Queued, Answer> answers = new LinkedHashMap<>();
    private long calls;
    private long unasked;

    void put(Queued patient, Answer answer) {
        answers.put(patient, answer);
    }

    /** Counts an answer of Helsenorge. */
    void called() {
        calls++;
    }

    /** Counts entries about numbers that were not asked about. */
    void unasked(long entries) {
        unasked += entries;
    }

    Map<Queued, Answer> answers() {
        return answers;
    }

    long calls() {
        return calls;
    }

    long unasked() {
        return unasked;
    }
}
