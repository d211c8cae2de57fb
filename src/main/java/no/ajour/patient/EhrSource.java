package no.ajour.patient;

import org.jspecify.annotations.Nullable;

/**
 * The query on the EHR's own database that gives a patient list, and how to get there. A tenant's own source may leave
 * out what it has in common with the others.
 *
 * @param url JDBC URL; null for none
 * @param username null if the URL or the driver knows it
 * @param password null for none
 * @param query SQL whose first column is the national identity number; {@code :orgnr} stands for the tenant's
 *     organisation number, as text
 * @param fetchSize rows that the driver fetches at a time; null for 5,000
 */
public record EhrSource(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        @Nullable String query,
        @Nullable Integer fetchSize) {

    static final EhrSource NONE = new EhrSource(null, null, null, null, null);

    static final int DEFAULT_FETCH_SIZE = 5_000;

    public EhrSource {
        if (fetchSize != null && fetchSize < 1) {
            throw new IllegalArgumentException(
                    "ajour.patients.source.fetch-size must be 1 or more; leave it out for " + DEFAULT_FETCH_SIZE);
        }
    }

    /** This source, with what it leaves out taken from another. */
    EhrSource or(EhrSource common) {
        return new EhrSource(
                url == null ? common.url : url,
                username == null ? common.username : username,
                password == null ? common.password : password,
                query == null ? common.query : query,
                fetchSize == null ? common.fetchSize : fetchSize);
    }

    int rowsPerFetch() {
        return fetchSize == null ? DEFAULT_FETCH_SIZE : fetchSize;
    }

    /** Without URL and password, since a URL may carry a password too. */
    @Override
    public String toString() {
        return "EhrSource[" + (url == null ? "none" : "configured") + "]";
    }
}
