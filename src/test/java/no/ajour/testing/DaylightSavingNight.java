package no.ajour.testing;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Norway's clocks put forward or back at a moment of a test's choice, in a process: {@code java.time} there knows no other
 * zone but Greenwich's. {@code java.util.TimeZone}, which schedules are kept in, goes on as it was.
 */
public final class DaylightSavingNight extends ZoneRulesProvider {
    private static final String OSLO = "Europe/Oslo";
    private static final Set<String> GREENWICH = Set.of("GMT", "UTC", "Etc/GMT", "Etc/UTC");
    private static final String AT = "daylight-saving-night.at";
    private static final String HOURS = "daylight-saving-night.hours";
    private static final ZoneOffset WINTER = ZoneOffset.ofHours(1);

    /** Arguments for Java. */
    public static List<String> forward(Instant at) {
        return flags(at, 1);
    }

    /** Arguments for Java. */
    public static List<String> back(Instant at) {
        return flags(at, -1);
    }

    private static List<String> flags(Instant at, int hours) {
        return List.of(
                "-Djava.time.zone.DefaultZoneRulesProvider=" + DaylightSavingNight.class.getName(),
                "-D" + AT + "=" + at.getEpochSecond(),
                "-D" + HOURS + "=" + hours);
    }

    @Override
    protected Set<String> provideZoneIds() {
        return Stream.concat(Stream.of(OSLO), GREENWICH.stream()).collect(Collectors.toSet());
    }

    @Override
    protected ZoneRules provideRules(String zone, boolean forCaching) {
        if (GREENWICH.contains(zone)) {
            return ZoneOffset.UTC.getRules();
        }
        if (!zone.equals(OSLO)) {
            throw new ZoneRulesException("No rules of " + zone);
        }
        int hours = Integer.getInteger(HOURS);
        // Back to winter time, or forward from it.
        var before = hours < 0 ? ZoneOffset.ofHours(2) : WINTER;
        var after = hours < 0 ? WINTER : ZoneOffset.ofHours(2);
        var at = LocalDateTime.ofEpochSecond(Long.getLong(AT), 0, before);
        return ZoneRules.of(WINTER, before, List.of(), List.of(ZoneOffsetTransition.of(at, before, after)), List.of());
    }

    @Override
    protected NavigableMap<String, ZoneRules> provideVersions(String zone) {
        return new TreeMap<>(Map.of("a night", provideRules(zone, false)));
    }
}
