package no.ajour.run;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads a step's items on a thread of its own, ahead of the chunk that takes them, so that the next exchange with an
 * API is under way while the last one is stored. What was read before a failure is stored before the failure ends the
 * step.
 *
 * <p>Keeps no place to restart from: what is left to do is in tables, and a step that starts again reads those.
 *
 * @param <T> the item
 */
public final class FetchAhead<T> implements ItemStreamReader<T> {

    /**
     * Where items come from. Runs on a thread of its own, which is interrupted when the step ends early.
     *
     * @param <T> the item
     */
    @FunctionalInterface
    public interface Source<T> {
        void readInto(Sink<T> sink) throws InterruptedException;
    }

    /**
     * Takes items; waits while the step has enough of them.
     *
     * @param <T> the item
     */
    @FunctionalInterface
    public interface Sink<T> {
        void put(T item) throws InterruptedException;
    }

    private sealed interface Read<T> {
        record Item<T>(T item) implements Read<T> {}

        record End<T>(@Nullable Throwable failure) implements Read<T> {}
    }

    private final String name;
    private final Source<T> source;
    private final BlockingQueue<Read<T>> queue;
    private @Nullable Thread thread;

    /**
     * @param name of the thread
     * @param ahead how many items may wait to be stored; at least 1
     */
    public FetchAhead(String name, int ahead, Source<T> source) {
        this.name = name;
        this.source = source;
        this.queue = new ArrayBlockingQueue<>(ahead);
    }

    @Override
    public void open(ExecutionContext context) {
        queue.clear();
        thread = Thread.ofVirtual().name(name).start(this::fetch);
    }

    @Override
    public @Nullable T read() throws Exception {
        var next = queue.take();
        if (next instanceof Read.Item<T> item) {
            return item.item();
        }
        // Left in place, since Spring Batch may read once more after the end.
        queue.put(next);
        return switch (((Read.End<T>) next).failure()) {
            case null -> null;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case Throwable other -> throw new IllegalStateException(other);
        };
    }

    @Override
    public void close() {
        var running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        // Emptied until the thread has ended, since it may be waiting for a place in the queue.
        while (running.isAlive()) {
            queue.clear();
            try {
                running.join(Duration.ofMillis(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        thread = null;
    }

    private void fetch() {
        try {
            Throwable failure = null;
            try {
                source.readInto(item -> queue.put(new Read.Item<>(item)));
            } catch (InterruptedException e) {
                failure = new TryLater("Stopped while reading ahead; run again to go on.");
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            queue.put(new Read.End<>(failure));
        } catch (InterruptedException e) {
            // Nobody reads any more.
            Thread.currentThread().interrupt();
        }
    }
}
