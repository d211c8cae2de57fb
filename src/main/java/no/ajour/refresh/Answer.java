package no.ajour.refresh;

import org.jspecify.annotations.Nullable;

/** What asking about one patient came to. What an API says when it answers is the job's own kind. */
public interface Answer {

    /** The API said nothing about this patient. */
    record Unknown() implements Answer {}

    /**
     * The patient cannot be asked about, or the answer not be used.
     *
     * @param asked whether the API was asked
     */
    record Dead(boolean asked, String cause, String message) implements Answer {
        @Override
        public Dead shortcoming() {
            return this;
        }
    }

    /**
     * Why somebody should look at the patient, who is asked about again after a while, although what the answer says is
     * stored; null: there is no reason.
     */
    default @Nullable Dead shortcoming() {
        return null;
    }
}
