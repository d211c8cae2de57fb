package no.ajour.http;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import no.ajour.failure.TryLater;

/**
 * Blocking network calls that end at once when the thread that waits for them is interrupted. A platform thread inside a
 * socket read does not notice an interrupt, so the read is done by a virtual thread.
 */
final class Interruptible {
    private static final ThreadFactory THREADS =
            Thread.ofVirtual().name("ajour-http-", 0).factory();

    private Interruptible() {}

    /**
     * @param what for the message
     * @param abort makes the call fail soon, so that its thread ends
     * @throws TryLater if interrupted; the interrupt stays set
     */
    static <T> T call(String what, Callable<T> io, Runnable abort) throws IOException {
        var task = new FutureTask<T>(io);
        THREADS.newThread(task).start();
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
