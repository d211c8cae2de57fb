package no.ajour.http;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.Supplier;
import no.ajour.failure.TryLater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries until it is done: waits grow and are random, a Retry-After is obeyed, and a budget shared by all callers keeps
 * retries few when everything fails. Resilience4j decides on the waits; the waiting itself is ours, so that an interrupt
 * ends it and tests step through it.
 */
public final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final Limits limits;
    private final Timing timing;
    private final Retry retry;
    private final RetryBudget budget;

    /**
     * For one server, whose callers share the budget.
     *
     * @param name of the server that is called
     */
    public Attempts(String name, Limits limits, Timing timing) {
        this.limits = limits;
        this.timing = timing;
        this.budget = new RetryBudget(limits, timing);
        IntervalFunction backoff = IntervalFunction.ofExponentialRandomBackoff(
                limits.firstBackoff().toMillis(),
                2,
                0.5,
                limits.longestBackoff().toMillis());
        this.retry = Retry.of(
                name,
                RetryConfig.<Step<?>>custom()
                        .maxAttempts(limits.attempts())
                        .retryOnResult(step -> step instanceof Step.Again<?>)
                        .intervalBiFunction((attempt, result) -> wait(attempt, result, backoff))
                        .build());
    }

    private static long wait(int attempt, Either<Throwable, Step<?>> result, IntervalFunction backoff) {
        Duration asked = result.get() instanceof Step.Again<?> again ? again.retryAfter() : null;
        return asked == null ? backoff.apply(attempt) : asked.toMillis();
    }

    /**
     * Tries until it is done.
     *
     * @throws TryLater if attempts or budget run out, the server asks for too long a wait, or the thread is interrupted
     */
    public <T> T run(Supplier<Step<T>> attempt) {
        budget.earn();
        Retry.AsyncContext<Step<T>> context = retry.asyncContext();
        for (int number = 1; ; number++) {
            Step<T> step = attempt.get();
            long wait = context.onResult(step);
            switch (step) {
                case Step.Done<T> done -> {
                    context.onComplete();
                    return done.value();
                }
                case Step.Again<T> again -> pause(again, number, wait);
            }
        }
    }

    private void pause(Step.Again<?> again, int number, long wait) {
        Duration asked = again.retryAfter();
        if (asked != null && asked.compareTo(limits.longestRetryAfter()) > 0) {
            throw new TryLater(again.why() + ". The server asks to be left alone until "
                    + timing.instant().plus(asked) + "; a run after that will ask again");
        }
        if (wait < 0) {
            throw new TryLater(again.why() + ". Tried " + number + " times; a later run will ask again");
        }
        if (!budget.spend()) {
            throw new TryLater(again.why() + ". Too many calls fail for another try now; a later run will ask again");
        }
        log.info("{}; attempt {} of {} follows in {} ms", again.why(), number + 1, limits.attempts(), wait);
        try {
            timing.sleep(Duration.ofMillis(wait));
        } catch (InterruptedException e) {
            throw Interruptible.stopped(again.why() + ". The wait for another try");
        }
    }
}
