package no.ajour.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Values that may be used once, remembered for at least as long as they could be valid. */
final class SingleUse {
    private static final int PRUNE_AT = 500_000;

    private final Duration memory;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    SingleUse(Duration memory) {
        this.memory = memory;
    }

    /** True the first time. */
    boolean first(String value, Instant now) {
        if (seen.size() >= PRUNE_AT) {
            seen.values().removeIf(time -> time.isBefore(now.minus(memory)));
        }
        return seen.putIfAbsent(value, now) == null;
    }
}
