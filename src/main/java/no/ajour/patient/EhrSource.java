package no.ajour.patient;

import java.time.Duration;
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
 * @param longestSilence how long the database may take over a row before it is given up; null for 10 minutes
 */
public record EhrSource(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        @Nullable String query,
        @Nullable Integer fetchSize,
        @Nullable Duration longestSilence) {

    static final EhrSource NONE = new EhrSource(null, null, null, null, null, null);

    static final int DEFAULT_FETCH_SIZE = 5_000;
    private static final Duration DEFAULT_SILENCE = Duration.ofMinutes(10);

    public EhrSource {
        if (fetchSize != null && fetchSize < 1) {
            throw new IllegalArgumentException(
                    "ajour.patients.source.fetch-size must be 1 or more; leave it out for " + DEFAULT_FETCH_SIZE);
        }
        if (longestSilence != null && (!longestSilence.isPositive() || longestSilence.toDays() > 1)) {
            throw new IllegalArgumentException(
                    "ajour.patients.source.longest-silence must be longer than nothing and at most a day, such as 10m");
        }
    }

    /** This source, with what it leaves out taken from another. */
    EhrSource or(EhrSource common) {
        return new EhrSource(
                url == null ? common.url : url,
                username == null ? common.username : username,
                password == null ? common.password : password,
                query == null ? common.query : query,
                fetchSize == null ? common.fetchSize : fetchSize,
                longestSilence == null ? common.longestSilence : longestSilence);
    }

    Duration silence() {
        return longestSilence == null ? DEFAULT_SILENCE : longestSilence;
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
