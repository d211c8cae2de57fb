package no.ajour.healthindicator;

import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the job; {@code jobs/health-indicators.yaml} explains them to operators.
 *
 * @param pollingAgreedWithNhn whether the installation's owner has NHN's leave to ask without a user who opens a patient;
 *     the job refuses to run without
 * @param path of helseindikator
 * @param medicinesSince how far back {@code harLegemidler} looks, sent as {@code legemiddelFraDato}; null: not sent, and
 *     Kjernejournal decides
 * @param organisationCodes numbers of the KJF codes that are about who asks, and not about the patient
 * @param retryFailed how long after a patient failed Kjernejournal is asked about the patient again
 * @param askAgain how old an answer may become; null: as old as it will, while nothing else changes for the patient
 * @param batchSize patients a transaction
 * @param callsInFlight calls under way at a time for one tenant
 */
@ConfigurationProperties("ajour.jobs.health-indicators")
record HealthIndicatorSettings(
        @DefaultValue("false") boolean pollingAgreedWithNhn,
        @DefaultValue("/v1/helseindikator") String path,
        @Nullable Period medicinesSince,

        @DefaultValue({"13", "14", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30"})
        List<Integer> organisationCodes,

        @DefaultValue("1d") Duration retryFailed,
        @Nullable Duration askAgain,
        @DefaultValue("250") int batchSize,
        @DefaultValue("4") int callsInFlight) {
    private static final String PREFIX = "ajour.jobs.health-indicators.";
    private static final Duration OFTEN = Duration.ofDays(1);

    HealthIndicatorSettings {
        organisationCodes = List.copyOf(organisationCodes);
        if (!retryFailed.isPositive()) {
            throw new IllegalArgumentException(PREFIX + "retry-failed must be longer than nothing, such as 1d");
        }
        if (askAgain != null && askAgain.compareTo(OFTEN) < 0) {
            throw new IllegalArgumentException(
                    PREFIX + "ask-again must be at least 1d: Kjernejournal's own sources are a day"
                            + " behind, so that asking more often tells nothing new");
        }
        if (medicinesSince != null && (medicinesSince.isNegative() || medicinesSince.isZero())) {
            throw new IllegalArgumentException(PREFIX + "medicines-since must be longer than nothing, such as 1y");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException(PREFIX + "batch-size must be at least 1");
        }
        if (callsInFlight < 1) {
            throw new IllegalArgumentException(PREFIX + "calls-in-flight must be at least 1");
        }
    }
}
