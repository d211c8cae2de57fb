package no.ajour.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How JFT's events are searched.
 *
 * @param types searched, each on a walk of its own
 * @param walksAtOnce walks under way at a time in a run
 * @param method of the first request of a walk; {@code next} links are always followed with GET
 * @param accept the media types asked for
 * @param prefix of {@code _lastUpdated}
 * @param overlap how far before the watermark a walk begins, for events that JFT made visible late
 * @param pageSize sent as {@code _count}; 0 sends none
 * @param sort sent as {@code _sort}; empty sends none
 * @param walkRestarts how often a walk may begin again when JFT says that its cursor has expired
 * @param resumeWithin how long after its last page a walk that was broken off may be gone on with; zero for never
 * @param longestWalk pages after which a walk is given up
 * @param largestPage bytes of a page; a larger one makes the walk begin again with smaller ones
 * @param largestResource bytes of one resource; a larger one is a dead letter
 * @param pagesAhead pages that may wait to be stored
 * @param repairBy where an event that is retried comes from
 * @param journaledTag {@code _tag} token of events whose journaling was acknowledged; empty where it is not known
 * @param auditWindow how far back an audit walks where there is no journaled-tag
 * @param journalLateAfter how long an event of a listed patient may wait to be journaled
 */
@ConfigurationProperties("ajour.jobs.journal-events")
public record JournalSettings(
        @DefaultValue({"bundle", "composition", "medication-dispense"})
        List<EventType> types,

        @DefaultValue("3") int walksAtOnce,
        @DefaultValue("post") Method method,

        @DefaultValue("application/fhir+json, application/json;q=0.9")
        String accept,

        @DefaultValue("ge") Prefix prefix,
        @DefaultValue("10m") Duration overlap,
        @DefaultValue("100") int pageSize,
        @DefaultValue("") String sort,
        @DefaultValue("3") int walkRestarts,
        @DefaultValue("1h") Duration resumeWithin,
        @DefaultValue("100000") int longestWalk,
        @DefaultValue("8MB") DataSize largestPage,
        @DefaultValue("2MB") DataSize largestResource,
        @DefaultValue("2") int pagesAhead,
        @DefaultValue("search") RepairBy repairBy,
        @DefaultValue("") String journaledTag,
        @DefaultValue("30d") Duration auditWindow,
        @DefaultValue("3d") Duration journalLateAfter) {

    private static final String PROPERTY = "ajour.jobs.journal-events.";

    /** POST {@code /v1/TYPE/_search} with a form, or GET {@code /v1/TYPE}. */
    public enum Method {
        POST,
        GET
    }

    /** FHIR search prefixes that leave nothing out. */
    public enum Prefix {
        GE("ge"),
        GT("gt");

        private final String code;

        Prefix(String code) {
            this.code = code;
        }

        /** The value that leaves out nothing from that time on, in whole seconds, which every server understands. */
        String bound(Instant from) {
            var second = from.truncatedTo(ChronoUnit.SECONDS);
            return code + (this == GT ? second.minusSeconds(1) : second);
        }
    }

    /** Where an event comes from that is handled once more. */
    public enum RepairBy {
        /** From JFT by its id, which JFT's documents do not mention; from what was received before if JFT has none. */
        SEARCH,
        /** From what was received before. */
        PAYLOAD
    }

    public JournalSettings {
        types = List.copyOf(types);
        require(
                !types.isEmpty() && types.stream().distinct().count() == types.size(),
                "types must name each type once");
        require(walksAtOnce >= 1, "walks-at-once must be at least 1");
        require(!overlap.isNegative(), "overlap must not be negative");
        require(pageSize >= 0, "page-size must be at least 1, or 0 to leave it to JFT");
        require(walkRestarts >= 0, "walk-restarts must not be negative");
        require(!resumeWithin.isNegative(), "resume-within must not be negative; 0s never goes on with a walk");
        require(longestWalk >= 1, "longest-walk must be at least 1 page");
        require(isBetween(largestPage, 1024, Integer.MAX_VALUE / 2), "largest-page must be from 1KB to 1023MB");
        require(
                isBetween(largestResource, 1024, largestPage.toBytes()),
                "largest-resource must be from 1KB to " + "largest-page");
        require(pagesAhead >= 1, "pages-ahead must be at least 1");
        journaledTag = journaledTag.strip();
        require(auditWindow.isPositive(), "audit-window must be longer than nothing, such as 30d");
        require(journalLateAfter.isPositive(), "journal-late-after must be longer than nothing, such as 3d");
    }

    private static boolean isBetween(DataSize size, long least, long most) {
        return size.toBytes() >= least && size.toBytes() <= most;
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(PROPERTY + message);
        }
    }
}
