package no.ajour.document;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the job; {@code jobs/document-references.yaml} explains them to operators.
 *
 * @param accessBasis sent with the scope of kjernejournalforskriften, and with no other; null if not set
 * @param retryFailed how long after a patient failed, or not all communities answered, PHR is asked about the patient again
 * @param askAgain how old an answer may become; null: as old as it will, while nothing else changes for the patient
 * @param batchSize patients a transaction
 * @param callsInFlight patients asked about at a time for one tenant
 */
@ConfigurationProperties("ajour.jobs.document-references")
record DocumentSettings(
        @Nullable AccessBasis accessBasis,
        @DefaultValue HeaderNames headers,
        @DefaultValue SearchSettings search,
        @DefaultValue FetchSettings fetch,
        @DefaultValue("1d") Duration retryFailed,
        @Nullable Duration askAgain,
        @DefaultValue("50") int batchSize,
        @DefaultValue("4") int callsInFlight) {
    static final String PREFIX = "ajour.jobs.document-references.";

    DocumentSettings {
        require(retryFailed.isPositive(), "retry-failed must be longer than nothing, such as 1d");
        require(askAgain == null || askAgain.isPositive(), "ask-again must be longer than nothing, such as 30d");
        require(batchSize >= 1, "batch-size must be at least 1");
        require(callsInFlight >= 1, "calls-in-flight must be at least 1");
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(PREFIX + message);
        }
    }
}
