package no.ajour.document;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A DocumentReference of an answer.
 *
 * @param date when it was made; null: not given
 * @param lastUpdated {@code meta.lastUpdated}; null: not given
 * @param size of the document in bytes; null: not given, or the document is made when it is asked for
 * @param hash SHA-1 of the document in hexadecimal; null: the same
 * @param json as it was received
 */
record Reference(
        Key key,
        @Nullable Instant date,
        @Nullable Instant lastUpdated,
        @Nullable Long size,
        @Nullable String hash,
        String json) {

    /**
     * Which document it is, among those of one patient.
     *
     * @param repository empty: not told
     * @param community empty: not told
     */
    record Key(String document, String repository, String community) {
        /** Without the ids, which are whatever their makers put into them. */
        @Override
        public String toString() {
            return "document";
        }
    }

    /** Whether it is older than another version of it, by the time of the last update, or else the date. */
    boolean isOlderThan(Reference other) {
        if (lastUpdated != null && other.lastUpdated != null) {
            return lastUpdated.isBefore(other.lastUpdated);
        }
        return date != null && other.date != null && date.isBefore(other.date);
    }

    @Override
    public String toString() {
        return "reference to a document";
    }
}
