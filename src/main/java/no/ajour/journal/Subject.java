package no.ajour.journal;

import no.ajour.patient.Nin;

/** Whose event it is, as far as the event tells. */
sealed interface Subject {

    /** One person, whose number this installation may handle. */
    record Found(Nin nin) implements Subject {}

    /** No person can be told. */
    enum Unmatched implements Subject {
        /** No national identity number for the patient; there may be a local one. */
        NO_NUMBER("no-number"),
        /** More than one number: which of them is the patient's, nobody can tell from the event. */
        SEVERAL_NUMBERS("several-numbers"),
        /** The one number is none: its digits are wrong. */
        INVALID_NUMBER("invalid-number"),
        /** A real person in a test system, or a synthetic one in production. */
        REFUSED_NUMBER("refused-number");

        private final String code;

        Unmatched(String code) {
            this.code = code;
        }

        /** As in {@code ajour.event.unmatched}. */
        String code() {
            return code;
        }
    }
}
