package no.ajour.http;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import no.ajour.failure.TryLater;

/**
 * Blocking network calls that end at once when the thread that waits for them is interrupted. A platform thread inside a
 * socket read does not notice an interrupt, so another thread does the reading.
 *
 * <p>Not a virtual one: Java's poller of their sockets waits in native code for as long as the process lives, and Java's own
 * end waits 300 ms for whatever is there.
 */
final class Interruptible {
    private static final Executor THREADS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("ajour-http-", 0).factory());

    private Interruptible() {}

    /**
     * @param what for the message
     * @param abort makes the call fail soon, so that its thread ends
     * @throws TryLater if interrupted; the interrupt stays set
     */
    static <T> T call(String what, Callable<T> io, Runnable abort) throws IOException {
        var task = new FutureTask<T>(io);
        THREADS.execute(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            abort.run();
            throw stopped(what);
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case IOException failed -> throw failed;
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Sets the thread's interrupt again, and is the failure to throw. */
    static TryLater stopped(String what) {
        Thread.currentThread().interrupt();
        return new TryLater(what + " was stopped before its answer was complete; what is left is done by the next run");
    }
}
