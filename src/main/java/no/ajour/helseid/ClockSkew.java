package no.ajour.helseid;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import no.ajour.http.Timing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far our clock is from HelseID's, from the Date header of its answers. Assertions and proofs live for seconds, so a
 * clock that is off makes HelseID and the APIs refuse everything.
 */
final class ClockSkew {
    private static final Logger log = LoggerFactory.getLogger(ClockSkew.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofHours(1);

    private final Duration tolerated;
    private final Timing timing;
    private boolean measured;
    private Duration ahead = Duration.ZERO;
    private @Nullable Instant warned;

    ClockSkew(Duration tolerated, Timing timing) {
        this.tolerated = tolerated;
        this.timing = timing;
    }

    /**
     * @param sent our clock before the request
     * @param received our clock after the answer
     * @param server the Date header, whole seconds; null tells nothing
     */
    synchronized void notice(Instant sent, Instant received, @Nullable Instant server) {
        if (server == null) {
            return;
        }
        measured = true;
        // The server's time was within this second, at some moment between sending and receiving.
        Instant endOfSecond = server.plusSeconds(1);
        if (server.isAfter(received)) {
            ahead = Duration.between(server, received);
        } else if (endOfSecond.isBefore(sent)) {
            ahead = Duration.between(endOfSecond, sent);
        } else {
            ahead = Duration.ZERO;
        }
        // Measured on the steady clock: the other one is what is in doubt.
        Instant steady = Instant.EPOCH.plusNanos(timing.nanoTime());
        if (isLarge() && (warned == null || !steady.isBefore(warned.plus(BETWEEN_WARNINGS)))) {
            warned = steady;
            log.warn("{}", sentence());
        }
    }

    /** How far our clock is ahead of HelseID's, negative if behind; null if no answer has told its time. */
    synchronized @Nullable Duration ahead() {
        return measured ? ahead : null;
    }

    /** For the end of a message about a refusal: empty unless the clocks differ by more than is tolerated. */
    synchronized String remark() {
        return isLarge() ? ". " + sentence() : "";
    }

    private boolean isLarge() {
        return ahead.abs().compareTo(tolerated) > 0;
    }

    private String sentence() {
        return "This machine's clock is %s s %s HelseID's: synchronise it with NTP (ntp.nhn.no on Helsenettet)"
                .formatted(
                        BigDecimal.valueOf(ahead.abs().toMillis(), 3)
                                .stripTrailingZeros()
                                .toPlainString(),
                        ahead.isNegative() ? "behind" : "ahead of");
    }
}
