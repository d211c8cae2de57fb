package no.ajour.http;

import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * Retries as a share of calls. When everything fails, each call trying four times would meet a struggling server with
 * four times the load; with a budget of ten percent it meets one tenth more.
 */
final class RetryBudget {
    private static final long RETRY = 100; // a call earns its percentage of this

    private final long earned;
    private final Bucket bucket;

    RetryBudget(Limits limits, Timing timing) {
        long reserve = RETRY * limits.retryReserve();
        this.earned = limits.retryPercent();
        this.bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(reserve).refillGreedy(reserve, Duration.ofMinutes(1)))
                .withCustomTimePrecision(new Meter(timing))
                .build();
    }

    /** One more call is made. */
    void earn() {
        if (earned > 0) {
            bucket.addTokens(earned);
        }
    }

    /** Whether a retry may be made; if so it is paid for. */
    boolean spend() {
        return bucket.tryConsume(RETRY);
    }
}
