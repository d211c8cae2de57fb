package no.ajour.refresh;

import java.util.ArrayList;
import java.util.List;

/**
 * Answers that are stored together.
 *
 * @param calls made for them
 * @param unasked entries of the answers about numbers that nobody had asked about
 */
record Batch(List<Answered> answers, long calls, long unasked) {

    static final Batch EMPTY = new Batch(List.of(), 0, 0);

    Batch with(Batch other) {
        if (answers.isEmpty()) {
            return other;
        }
        var all = new ArrayList<>(answers);
        all.addAll(other.answers);
        return new Batch(all, calls + other.calls, unasked + other.unasked);
    }

    @Override
    public String toString() {
        return answers.isEmpty() ? "no patients" : answers.size() + " patients from " + answers.getFirst();
    }
}
