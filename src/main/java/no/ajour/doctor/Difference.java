package no.ajour.doctor;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** How far this machine's clock is from another, in words. */
final class Difference {
    private Difference() {}

    /** @param ahead of the other; negative if behind */
    static String of(Duration ahead, String whose) {
        var seconds = BigDecimal.valueOf(ahead.abs().toMillis(), 3).setScale(1, RoundingMode.HALF_UP);
        return seconds.signum() == 0
                ? "this machine's clock agrees with " + whose
                : "this machine's clock is %s s %s %s"
                        .formatted(seconds, ahead.isNegative() ? "behind" : "ahead of", whose);
    }
}
