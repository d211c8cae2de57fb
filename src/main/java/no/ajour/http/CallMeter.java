package no.ajour.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts and times the calls of an API, {@code ajour.api.calls}: from sending until the headers of the answer, or until
 * it was certain that none comes. Every attempt is a call.
 */
final class CallMeter {
    private final MeterRegistry meters;
    private final String api;

    CallMeter(MeterRegistry meters, String api) {
        this.meters = meters;
        this.api = api;
    }

    Underway begin() {
        return new Underway(Timer.start(meters));
    }

    /** A call that has been sent. */
    final class Underway {
        private final Timer.Sample sample;

        private Underway(Timer.Sample sample) {
            this.sample = sample;
        }

        void answered(int status) {
            stop(outcome(status));
        }

        void notAnswered() {
            stop("no_answer");
        }

        private void stop(String outcome) {
            sample.stop(Timer.builder("ajour.api.calls")
                    .description("Requests sent to an API, each attempt by itself, by what came of it")
                    .tag("api", api)
                    .tag("outcome", outcome)
                    .register(meters));
        }
    }

    // Few, and those apart that an operator does something different about.
    static String outcome(int status) {
        return switch (status) {
            case 400, 401, 403, 404, 410, 429 -> String.valueOf(status);
            default -> status / 100 + "xx";
        };
    }
}
