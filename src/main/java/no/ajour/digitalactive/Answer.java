package no.ajour.digitalactive;

import org.jspecify.annotations.Nullable;

/** What asking about one patient came to. */
sealed interface Answer {

    /** Helsenorge's answer. Null: not given. */
    record Status(
            boolean self,
            @Nullable Boolean viaOthers,
            @Nullable Boolean proxy) implements Answer {}

    /** Helsenorge said nothing about this patient, which is another thing than not active. */
    record Unknown() implements Answer {}

    /**
     * The patient cannot be asked about, or the answer not be used.
     *
     * @param asked whether Helsenorge was asked
     */
    record Dead(boolean asked, String cause, String message) implements Answer {}

    Answer UNKNOWN = new Unknown();
}
