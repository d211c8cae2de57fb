package no.ajour.helseid;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Counts the tokens that were asked for, {@code ajour.tokens}, by what came of it. */
final class TokenMeter {
    private final Counter granted;
    private final Counter refused;
    private final Counter failed;

    // Made before anything is counted: a counter that begins with its first refusal shows no rise.
    TokenMeter(MeterRegistry meters) {
        granted = counter(meters, "granted");
        refused = counter(meters, "refused");
        failed = counter(meters, "failed");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("ajour.tokens")
                .description("Tokens that HelseID was asked for")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** Carries it out; whatever it throws but a refusal is a failure. */
    AccessToken count(Supplier<AccessToken> fetch) {
        try {
            var token = fetch.get();
            granted.increment();
            return token;
        } catch (TokenRefused e) {
            refused.increment();
            throw e;
        } catch (RuntimeException e) {
            failed.increment();
            throw e;
        }
    }
}
