package no.ajour.screen;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times and durations in words. */
public final class Ages {
    private Ages() {}

    /** Such as {@code 20 min ago}; {@code never} for null. */
    public static String ago(@Nullable Instant then, Instant now) {
        if (then == null) {
            return "never";
        }
        return Duration.between(then, now).compareTo(Duration.ofMinutes(1)) < 0
                ? "just now"
                : length(Duration.between(then, now)) + " ago";
    }

    /** In the largest unit that says enough: {@code 40 s}, {@code 20 min}, {@code 3 h}, {@code 12 days}. */
    public static String length(Duration duration) {
        if (duration.toMinutes() < 2) {
            return Math.max(0, duration.toSeconds()) + " s";
        }
        if (duration.toHours() < 2) {
            return duration.toMinutes() + " min";
        }
        return duration.toDays() < 2 ? duration.toHours() + " h" : duration.toDays() + " days";
    }

    /** How long something took, exactly enough to compare runs: {@code 0.8 s}, {@code 2 min 5 s}, {@code 1 h 3 min}. */
    public static String took(Duration duration) {
        if (duration.toMinutes() < 1) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return duration.toHours() < 1
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
