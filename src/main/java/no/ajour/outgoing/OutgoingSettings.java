package no.ajour.outgoing;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import no.ajour.delivery.Pace;
import no.ajour.delivery.StatusWaits;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the job {@code outgoing-events} works; {@code jobs/outgoing-events.yaml} explains it to operators.
 *
 * @param callsInFlight how many calls are under way at a time
 * @param chunkSize how many events are checked, claimed, or answers stored, in one transaction
 * @param sourceSystem sent as {@code nhn-source-system} where the EHR gave none with the event; empty for no header
 * @param contentType of what is sent
 * @param largestEvent bytes of what is sent, in UTF-8
 * @param organisationNumbers what an organisation number must look like; null for what fits the environment
 * @param organisationNumberPattern a regular expression that each must match as well; empty for none
 * @param missingIdentifier what becomes of an event without an identifier of its own
 * @param notFound what becomes of an event whose answer was lost and that JFT turns out not to have
 * @param mostSends how often one event may be sent, before an operator is asked
 * @param settleTime how long after it was claimed an event may need until JFT's searches show it
 * @param clockMargin how far JFT's clock may be behind ours
 * @param searchPageSize sent as {@code _count} when JFT is searched for an event; 0 sends none
 * @param longestSearch pages after which such a search is given up
 * @param failuresInARow how many calls in a row may go unanswered before the step ends for now
 * @param confirmWithin how long a run waits, added up, for {@code $status} of what it sent; later ones are for later runs
 * @param statusBackoff the waits before each asking of {@code $status}; the last one is used from there on
 */
@ConfigurationProperties("ajour.jobs.outgoing-events")
record OutgoingSettings(
        @DefaultValue("8") int callsInFlight,
        @DefaultValue("20") int chunkSize,
        @DefaultValue("") String sourceSystem,
        @DefaultValue("application/json") String contentType,
        @DefaultValue("1000000B") DataSize largestEvent,
        @Nullable OrganisationNumbers organisationNumbers,
        @DefaultValue("") String organisationNumberPattern,
        @DefaultValue("add") MissingIdentifier missingIdentifier,
        @DefaultValue("send-again") NotFound notFound,
        @DefaultValue("3") int mostSends,
        @DefaultValue("15m") Duration settleTime,
        @DefaultValue("5m") Duration clockMargin,
        @DefaultValue("50") int searchPageSize,
        @DefaultValue("2000") int longestSearch,
        @DefaultValue("5") int failuresInARow,
        @DefaultValue("30s") Duration confirmWithin,
        @DefaultValue({"2s", "10s", "1m", "10m", "1h"}) List<Duration> statusBackoff) {

    private static final String PREFIX = "ajour.jobs.outgoing-events.";
    // What queue_event takes.
    private static final long MOST_BYTES = 1_000_000;

    /** What an event without an identifier of its own gets. */
    enum MissingIdentifier {
        /** One of ours, in what is sent. */
        ADD,
        /** A refusal. */
        REFUSE
    }

    /** What becomes of an event that may have been sent and that JFT does not have. */
    enum NotFound {
        SEND_AGAIN,
        /** It becomes a dead letter, and an operator decides. */
        ASK_OPERATOR
    }

    OutgoingSettings {
        sourceSystem = sourceSystem.strip();
        if (!sourceSystem.equals(SourceSystem.header(sourceSystem))) {
            throw wrong("source-system must be printable ASCII of at most " + SourceSystem.LONGEST
                    + " characters, such as \"Journal 4.2\", since it is sent as a header");
        }
        if (!contentType.matches("[a-z]+/[a-z0-9.+-]+(;\\s*[A-Za-z0-9=._/-]+)*")) {
            throw wrong("content-type must be a media type such as application/json or application/fhir+json");
        }
        if (largestEvent.toBytes() < 1000 || largestEvent.toBytes() > MOST_BYTES) {
            throw wrong("largest-event must be from 1000B to 1000000B, which is what JFT takes");
        }
        try {
            Pattern.compile(organisationNumberPattern);
        } catch (PatternSyntaxException e) {
            throw wrong(
                    "organisation-number-pattern is no regular expression; use one such as [89][0-9]{8}, or nothing");
        }
        atLeastOne("calls-in-flight", callsInFlight);
        atLeastOne("chunk-size", chunkSize);
        atLeastOne("most-sends", mostSends);
        atLeastOne("longest-search", longestSearch);
        atLeastOne("failures-in-a-row", failuresInARow);
        if (searchPageSize < 0) {
            throw wrong("search-page-size must be at least 1, or 0 to leave it to JFT");
        }
        if (!settleTime.isPositive()) {
            throw wrong("settle-time must be longer than nothing, such as 15m;"
                    + " without it an event that is still on its way would be sent again");
        }
        if (clockMargin.isNegative()) {
            throw wrong("clock-margin must not be negative; use a time such as 5m");
        }
        StatusWaits.check(PREFIX, statusBackoff, confirmWithin);
        statusBackoff = List.copyOf(statusBackoff);
    }

    private static void atLeastOne(String property, int value) {
        if (value < 1) {
            throw wrong(property + " must be at least 1");
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(PREFIX + what);
    }

    /**
     * For how long after its claim a request may leave: half the settle time, so that the other half is left for the call
     * and for JFT before anyone may find the event missing.
     */
    Duration sendWithin() {
        return settleTime.dividedBy(2);
    }

    Pace pace() {
        return new Pace(callsInFlight, chunkSize, failuresInARow);
    }

    StatusWaits statusWaits() {
        return new StatusWaits(statusBackoff, confirmWithin);
    }
}
