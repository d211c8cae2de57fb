package no.ajour.document;

import java.util.List;
import no.ajour.refresh.Answer;
import org.jspecify.annotations.Nullable;

/**
 * The references to one patient's documents.
 *
 * @param references each document once
 * @param received entries that came, warnings left out
 * @param repeated of them, those that had come before
 * @param unreadable of them, those that cannot be kept
 * @param restricted documents that may not be shown; null: not told
 * @param warnings codes of what PHR said beside; null: nothing
 * @param missing why there may be more than this; null: this is all
 * @param eventId of the search, for NHN's support
 */
record Found(
        List<Reference> references,
        int received,
        int repeated,
        int unreadable,
        @Nullable Integer restricted,
        @Nullable String warnings,
        @Nullable String missing,
        String eventId)
        implements Answer {

    /** Whether what is not in it is gone. */
    boolean isComplete() {
        return missing == null;
    }

    @Override
    public @Nullable Dead shortcoming() {
        return missing == null
                ? null
                : new Dead(
                        true,
                        "partial-answer",
                        "PHR's answer was stored, but " + missing + " (event id " + eventId
                                + "). The patient is asked about" + " again; tell NHN if it goes on.");
    }

    @Override
    public String toString() {
        return references.size() + " references";
    }
}
