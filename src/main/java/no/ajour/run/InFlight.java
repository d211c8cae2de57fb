package no.ajour.run;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Makes several calls at a time. Not on virtual threads: a call may read from the database first, and the process would end
 * late, as no.ajour.http tells.
 */
public final class InFlight {
    private static final Duration LONGEST_END = Duration.ofSeconds(3);

    private InFlight() {}

    /**
     * Calls with every piece of work and puts the answers in the sink as they come, in any order. The first failure
     * ends it, after the answers of the calls that were already under way are in the sink; work not yet begun is left.
     *
     * @param work taken from on this thread, only when a call can begin
     * @param atOnce the most calls under way at a time
     * @param stopped asked before each piece of work is begun; true leaves the rest
     */
    public static <W, T> void each(
            Iterator<W> work, int atOnce, Function<W, T> call, FetchAhead.Sink<T> sink, BooleanSupplier stopped)
            throws InterruptedException {
        try (var executor = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("ajour-call-", 0).factory())) {
            var answers = new ExecutorCompletionService<T>(executor);
            int underWay = 0;
            Throwable failure = null;
            try {
                while (true) {
                    try {
                        while (failure == null && underWay < atOnce && !stopped.getAsBoolean() && work.hasNext()) {
                            W next = work.next();
                            answers.submit(() -> call.apply(next));
                            underWay++;
                        }
                    } catch (RuntimeException e) {
                        failure = e;
                    }
                    if (underWay == 0) {
                        break;
                    }
                    try {
                        var answer = answers.take().get();
                        underWay--;
                        sink.put(answer);
                    } catch (ExecutionException e) {
                        underWay--;
                        if (failure == null) {
                            failure = e.getCause();
                        }
                    }
                }
            } catch (InterruptedException | CancellationException e) {
                executor.shutdownNow();
                handOn(executor, answers, sink);
                throw e;
            }
            switch (failure) {
                case null -> {}
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                default -> throw new IllegalStateException(failure);
            }
        }
    }

    // What has been answered must not be asked again.
    private static <T> void handOn(ExecutorService executor, CompletionService<T> answers, FetchAhead.Sink<T> sink)
            throws InterruptedException {
        executor.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        for (var done = answers.poll(); done != null; done = answers.poll()) {
            if (done.state() == Future.State.SUCCESS) {
                sink.put(done.resultNow());
            }
        }
    }
}
