package no.ajour.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as JFT gave it.
 *
 * @param id JFT's id of the resource
 * @param lastUpdated {@code meta.lastUpdated}, cut to microseconds as PostgreSQL keeps them
 * @param contentDigest SHA-256 in hexadecimal; see {@link ContentDigest}
 * @param resource the JSON text exactly as received
 */
record Event(
        EventType type,
        String id,
        Instant lastUpdated,
        Subject subject,
        Origin origin,
        String contentDigest,
        String resource) {

    /**
     * Where the event comes from, from {@code meta.tag}; each null if JFT did not say.
     *
     * @param system the submitter's own name and version
     * @param clientId HelseID client of the submitter
     * @param clientName its name
     * @param parentOrgnr the municipality, nine digits
     */
    record Origin(
            @Nullable String system,
            @Nullable String clientId,
            @Nullable String clientName,
            @Nullable String parentOrgnr) {}

    /** Type and id as a dead letter names them. */
    String record() {
        return RecordName.of(type, id);
    }

    @Override
    public String toString() {
        return record();
    }
}
