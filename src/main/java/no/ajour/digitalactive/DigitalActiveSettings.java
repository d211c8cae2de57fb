package no.ajour.digitalactive;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the job; {@code jobs/digital-active.yaml} explains them to operators.
 *
 * @param changes how the job learns who may have changed
 * @param changeListPath path of DigitaltAktivStatusEndringer
 * @param pollAs organisation numbers whose tokens may read the change list, in order; every tenant if empty
 * @param gapAfter age of a stored offset from which changes may have been missed; Helsenorge keeps three months
 * @param retryFailed how long after a patient failed the API is asked about the patient again
 * @param sweepEvery how old a status may become where there is no change list
 * @param call which call asks for status
 * @param bulkPath path of HelsenorgeAktivSjekken
 * @param singlePath path of DigitaltAktivOmraade
 * @param area code of the area asked about
 * @param areaForm how the bulk call names the area
 * @param answer names of the fields of an answer
 * @param batchSize patients a bulk call and a transaction, 1 to 1000
 * @param callsInFlight calls under way at a time for one tenant; null for 8 bulk calls or 32 single ones
 */
@ConfigurationProperties("ajour.jobs.digital-active")
public record DigitalActiveSettings(
        @DefaultValue("feed") Changes changes,

        @DefaultValue("/DigitaltAktiv/api/v1/DigitaltAktivStatusEndringer")
        String changeListPath,

        @DefaultValue List<String> pollAs,
        @DefaultValue("85d") Duration gapAfter,
        @DefaultValue("1d") Duration sweepEvery,
        @DefaultValue("1d") Duration retryFailed,
        @DefaultValue("bulk") Call call,

        @DefaultValue("/digitaltaktiv/helsenorgeaktivsjekken/v1")
        String bulkPath,

        @DefaultValue("/digitaltaktiv/v1/DigitaltAktivOmraade")
        String singlePath,

        @DefaultValue("3") int area,
        @DefaultValue("code") AreaForm areaForm,
        @DefaultValue AnswerNames answer,
        @DefaultValue("1000") int batchSize,
        @Nullable Integer callsInFlight) {

    /** {@code feed}: Helsenorge's change list. {@code none}: nothing tells, so everyone is asked about in turn. */
    public enum Changes {
        FEED,
        NONE
    }

    /** {@code bulk}: HelsenorgeAktivSjekken. {@code single}: DigitaltAktivOmraade, closed to new integrations. */
    public enum Call {
        BULK,
        SINGLE
    }

    /** {@code code}: {@code "omraade":3}. {@code name}: {@code "omraade":"Helsehjelp"}. */
    public enum AreaForm {
        CODE,
        NAME
    }

    private static final String PREFIX = "ajour.jobs.digital-active.";
    private static final int MOST_A_CALL = 1000;

    public DigitalActiveSettings {
        pollAs = List.copyOf(pollAs);
        requirePositive("gap-after", gapAfter);
        requirePositive("sweep-every", sweepEvery);
        requirePositive("retry-failed", retryFailed);
        var unused = Area.of(area);
        if (batchSize < 1 || batchSize > MOST_A_CALL) {
            throw new IllegalArgumentException(PREFIX + "batch-size is " + batchSize
                    + "; set it from 1 to 1000, the most that Helsenorge takes in one call");
        }
        if (callsInFlight != null && callsInFlight < 1) {
            throw new IllegalArgumentException(PREFIX + "calls-in-flight must be at least 1");
        }
    }

    Area areaAsked() {
        return Area.of(area);
    }

    int callsAtOnce() {
        if (callsInFlight != null) {
            return callsInFlight;
        }
        return switch (call) {
            case BULK -> 8;
            case SINGLE -> 32;
        };
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(PREFIX + name + " must be longer than nothing, such as 1d");
        }
    }
}
