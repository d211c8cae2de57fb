package no.ajour.journal;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is made ready on a thread of its own while the one before it is used. Closing it breaks off what is under
 * way. Not a virtual thread, as no.ajour.http tells.
 *
 * @param <T> the thing
 */
final class Lookahead<T> implements AutoCloseable {
    private final ExecutorService thread;
    private @Nullable Future<T> next;

    /** @param name of the thread */
    Lookahead(String name) {
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Begins to make the next one; there must be none under way. */
    void begin(Supplier<T> make) {
        next = thread.submit(make::get);
    }

    /** Waits for what was begun, and fails as it failed. */
    T end() throws InterruptedException {
        try {
            return Objects.requireNonNull(next, "Nothing was begun").get();
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
