package no.ajour.http;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a call may take, and how often it is tried.
 *
 * @param connectTimeout for TCP and TLS
 * @param readTimeout longest silence on an open connection
 * @param callTimeout one attempt from first to last byte, the caller's pauses while it streams the body included
 * @param attempts how many times in all, 1 for no retry
 * @param firstBackoff mean wait before the first retry; doubled for each one after it, give or take a half
 * @param longestBackoff the doubling stops here
 * @param longestRetryAfter a server that asks for a longer wait than this is left alone until a later run
 * @param retryReserve retries allowed at once when no calls have been made yet; refilled over a minute
 * @param retryPercent retries allowed beyond the reserve, in percent of calls, so that an outage is not amplified
 */
public record Limits(
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("60s") Duration readTimeout,
        @DefaultValue("5m") Duration callTimeout,
        @DefaultValue("4") int attempts,
        @DefaultValue("500ms") Duration firstBackoff,
        @DefaultValue("30s") Duration longestBackoff,
        @DefaultValue("2m") Duration longestRetryAfter,
        @DefaultValue("10") int retryReserve,
        @DefaultValue("10") int retryPercent) {

    public Limits {
        positive("connect-timeout", connectTimeout);
        positive("read-timeout", readTimeout);
        positive("call-timeout", callTimeout);
        positive("first-backoff", firstBackoff);
        positive("longest-retry-after", longestRetryAfter);
        if (longestBackoff.compareTo(firstBackoff) < 0) {
            throw new IllegalArgumentException("longest-backoff must not be shorter than first-backoff");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be 1 (no retry) or more");
        }
        if (retryReserve < 1) {
            throw new IllegalArgumentException("retry-reserve must be 1 or more; set attempts to 1 for no retry");
        }
        if (retryPercent < 0 || retryPercent > 100) {
            throw new IllegalArgumentException("retry-percent must be from 0 to 100");
        }
    }

    private static void positive(String property, Duration value) {
        if (value.toMillis() < 1 || value.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(property + " must be from 1ms to 24d");
        }
    }
}
