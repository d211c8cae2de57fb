package no.ajour.document;

import org.jspecify.annotations.Nullable;

/**
 * A document that is to be fetched. The patient's number is for the request to the API only.
 *
 * @param version of the reference that it is fetched by
 * @param attempts how often PHR has given no answer so far
 * @param url of the attachment; null: not given
 * @param type media type that it should have; null: not given
 * @param size in bytes; null: not given
 * @param hash SHA-1 in hexadecimal; null: not given
 */
record Wanted(
        long document,
        long request,
        int version,
        int attempts,
        String nin,
        Reference.Key key,
        @Nullable String url,
        @Nullable String type,
        @Nullable Long size,
        @Nullable String hash) {

    /** As its dead letters name it. */
    @Override
    public String toString() {
        return "document " + document;
    }
}
