package no.ajour.refresh;

import java.util.LinkedHashMap;
import java.util.Map;
import no.ajour.refresh.RefreshRequests.Queued;

/** What asking about some patients came to, for one thread to fill. */
public final class Reply {
    private final Map<Queued, Answer> answers = new LinkedHashMap<>();
    private long calls;
    private long unasked;

    public void put(Queued patient, Answer answer) {
        answers.put(patient, answer);
    }

    /** Counts an answer of the API. */
    public void called() {
        calls++;
    }

    /** Counts entries about numbers that were not asked about. */
    public void unasked(long entries) {
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
